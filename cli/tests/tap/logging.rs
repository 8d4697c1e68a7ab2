//! `--log`: what is on standard error, and what never is.

use tapkernel_simulator::card::personalisations;

use super::{Ran, tap};

/// No PIN of a card, so that it cannot stand anywhere by chance.
const PIN: &str = "739185264079";

fn pay(card: &str, level: &[&str]) -> Ran {
    let ran = tap(&[&["pay", "41.00", "--pin", PIN, "--card", card], level].concat());
    assert_eq!(ran.status, 0, "{}", ran.everything());
    ran
}

#[test]
fn nothing_of_the_card_is_logged_unless_asked_for() {
    for level in [&[][..], &["--log", "off"], &["--log", "error"], &["--log", "warn"]] {
        let logged = pay("visa-credit", level).stderr;
        assert_eq!(logged, "", "{level:?}");
    }
    let outcome = "INFO  tapkernel::drive: Online Request, CVM Online PIN, ODA fDDA verified\n";
    assert_eq!(pay("visa-credit", &["--log", "info"]).stderr, outcome);
}

#[test]
fn debugging_shows_headers_and_status_words() {
    let logged = pay("visa-credit", &["--log", "debug"]).stderr;
    let lines: Vec<_> = logged.lines().collect();
    assert_eq!(lines[0], "DEBUG tapkernel::drive: C-APDU 00A40400, 20 bytes");
    assert!(lines[1].starts_with("DEBUG tapkernel::drive: R-APDU 9000, "), "{logged}");
    assert!(!logged.contains("325041592E5359532E"), "no data at this level");
    let gone = pay("mastercard-torn", &["--log", "debug"]).stderr;
    assert!(gone.contains("DEBUG tapkernel::drive: no answer: TIME OUT ERROR\n"), "{gone}");
}

/// The answers are there, and neither account number nor PIN, whatever the card.
#[test]
fn tracing_shows_all_bytes_masked() {
    for card in personalisations().unwrap() {
        let ran = pay(&card.name, &["--log", "trace"]);
        assert!(
            ran.stderr.contains("TRACE tapkernel::drive: C-APDU 00A404000E325041592E5359532E444446303100\n")
        );
        assert!(ran.stderr.contains("TRACE tapkernel::drive: R-APDU 6F"), "{}", card.name);
        let everything = ran.everything();
        assert!(!everything.contains(PIN));
        for application in &card.applications {
            let number = application.pan().unwrap();
            let text: String = number.bytes().map(|digit| format!("{digit:02X}")).collect();
            assert!(!everything.contains(&number) && !everything.contains(&text), "{}", card.name);
        }
    }
}
