//! No account number, track or PIN in anything that was written.

use std::fs;

use tapkernel::core::data::tags;

use super::till::{PIN, SUPERVISOR, Till, WRONG_PIN};

/// What must be nowhere.
pub(super) struct Discretion(Vec<(&'static str, Vec<u8>)>);

impl Discretion {
    pub(super) fn new() -> Self {
        let cards = tapkernel_simulator::card::personalisations().unwrap();
        let used = cards.iter().filter(|card| ["visa-credit", "visa-no-oda"].contains(&card.name.as_str()));
        let mut secrets = vec![
            ("a typed PIN", WRONG_PIN.as_bytes().to_vec()),
            ("a typed PIN in BCD", bcd(WRONG_PIN)),
            ("a supervisor's code", SUPERVISOR.as_bytes().to_vec()),
        ];
        for application in used.flat_map(|card| &card.applications) {
            let number = application.pan().unwrap();
            secrets.push(("an account number", number.as_bytes().to_vec()));
            secrets.push(("an account number in BCD", bcd(&number)));
            let track = application.objects.get(tags::TRACK_2_EQUIVALENT_DATA).unwrap();
            secrets.push(("a track", track.to_vec()));
            let hex: String = track.iter().map(|byte| format!("{byte:02X}")).collect();
            secrets.push(("a track in hexadecimal digits", hex.to_lowercase().into_bytes()));
            secrets.push(("a track in hexadecimal digits", hex.into_bytes()));
            secrets.extend(pin_blocks(&number));
        }
        assert!(secrets.len() > 10);
        Self(secrets)
    }

    /// In every file but the vault's key, and in everything that was printed.
    pub(super) fn holds(&self, till: &Till) {
        let mut files = 0;
        for entry in fs::read_dir(&till.folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "key") {
                self.is_kept(&path.display().to_string(), &fs::read(&path).unwrap());
                files += 1;
            }
        }
        assert!(files >= 3, "journal, anchor and the host's ledger at least");
        let printed = till.printed.borrow();
        assert!(printed.contains("TRACE tapkernel"), "nothing was logged");
        self.is_kept("what was printed", printed.as_bytes());
        let words = printed.split(|character: char| !character.is_ascii_alphanumeric());
        assert!(words.into_iter().all(|word| word != PIN), "the PIN was printed");
    }

    fn is_kept(&self, place: &str, bytes: &[u8]) {
        for (name, secret) in &self.0 {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{name} is in {place}");
        }
    }
}

fn bcd(digits: &str) -> Vec<u8> {
    let nibbles: Vec<_> = digits.bytes().map(|digit| digit - b'0').collect();
    nibbles.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// The PIN as a block before it is enciphered: the PIN's field, and joined with the account number's (ISO 9564-1, format 0).
fn pin_blocks(number: &str) -> [(&'static str, Vec<u8>); 2] {
    let pin = [bcd(&format!("04{PIN}")), vec![0xFF; 5]].concat();
    let account = bcd(&format!("0000{}", &number[number.len() - 13..number.len() - 1]));
    let joined = pin.iter().zip(account).map(|(pin, account)| pin ^ account).collect();
    [("a PIN field", pin), ("a clear PIN block", joined)]
}
