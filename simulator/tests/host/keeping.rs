//! Books that last.

use std::fs;
use std::path::{Path, PathBuf};

use tapkernel_simulator::host::{Host, HostLedger, LedgerFileError};
use tapkernel_terminal::acquirer::iso8583::{Message, MessageType};

use crate::till::{PAN, Till, What};

/// A path that is free, and free again when the value goes.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tapkernel-{}-{name}.jsonl", std::process::id()));
        let _ = fs::remove_file(&path);
        Self(path)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn open(place: &Path) -> Till {
    Till::at(Host::kept_in(place, "").unwrap())
}

/// Every kind of message that changes the books, in an order in which each does something.
fn day(till: &mut Till) -> Vec<Message> {
    let mut sent = Vec::new();
    let mut send = |till: &mut Till, message: Message, code: &str| {
        assert_eq!(till.send(&message), code);
        sent.push(message);
    };
    for (stan, amount, code) in [(1, 1000, "00"), (2, 1051, "51"), (3, 2000, "00"), (4, 900, "00")] {
        let card = till.tap(amount);
        let message = till.request(stan, What::Sale, amount, &card);
        send(till, message, code);
    }
    let card = till.tap(1000);
    let wrong = till.request(5, What::Sale, 1000, &card);
    send(till, card.with_pin(wrong, "9999", 5), "55");
    let message = till.linked(6, What::Refund, 1, 400);
    send(till, message, "00");
    let message = till.about(MessageType::REVERSAL, 7, 3, 2000);
    send(till, message, "00");
    let message = till.about(MessageType::REVERSAL_ADVICE, 4, 4, 900);
    send(till, message, "00");
    let message = till.about(MessageType::REVERSAL_ADVICE, 8, 99, 900);
    send(till, message, "00");
    let card = till.tap(5000);
    let message = till.request(9, What::Hold, 5000, &card);
    send(till, message, "00");
    let message = till.linked(10, What::Hold, 9, 500);
    send(till, message, "00");
    let message = till.about(MessageType::FINANCIAL_ADVICE, 11, 9, 5400);
    send(till, message, "00");
    sent
}

#[test]
fn a_host_that_starts_again_knows_everything() {
    let place = Place::new("restart");
    let mut till = open(&place.0);
    let card = till.tap(1000);
    let replayed = till.request(50, What::Sale, 1000, &card);
    assert_eq!(till.send(&replayed), "00");
    let sent = day(&mut till);
    let answers: Vec<_> = sent.iter().map(|message| till.host.handle(message).unwrap()).collect();
    let (books, file) = (till.host.ledger().entries().to_vec(), fs::read(&place.0).unwrap());
    drop(till.host);

    let mut till = open(&place.0);
    assert_eq!(till.host.ledger().entries(), books);
    assert_eq!(HostLedger::read(&place.0).unwrap().entries(), books);
    for (message, answer) in sent.iter().zip(answers) {
        assert_eq!(till.host.handle(message).unwrap(), answer);
    }
    assert_eq!(fs::read(&place.0).unwrap(), file, "repeats change nothing");
    // The tombstone, the cryptogram that was approved, the refunded part.
    assert_eq!(till.sell(99, 900), "05");
    assert_eq!(till.send(&till.message(MessageType::FINANCIAL, 51).clone_fields_of(&replayed)), "05");
    assert_eq!((till.refund(52, 1, 601), till.refund(53, 1, 600)), ("13".into(), "00".into()));
    // Two more wrong PINs make three.
    for (stan, digits, code) in [(60, "9999", "55"), (61, "9999", "55"), (62, "1234", "75")] {
        let card = till.tap(1000);
        let message = till.request(stan, What::Sale, 1000, &card);
        assert_eq!(till.send(&card.with_pin(message, digits, stan)), code);
    }
}

trait Fields {
    fn clone_fields_of(self, other: &Message) -> Message;
}

impl Fields for Message {
    /// The fields of `other` that this message lacks.
    fn clone_fields_of(mut self, other: &Message) -> Message {
        for (field, value) in other.iter() {
            if self.bytes(field).is_none() {
                self.insert(field, value);
            }
        }
        self
    }
}

#[test]
fn no_card_number_and_no_pin_is_in_the_file() {
    let place = Place::new("secret");
    let mut till = open(&place.0);
    day(&mut till);
    let text = fs::read_to_string(&place.0).unwrap();
    // All but the first six and the last four digits would be enough to say no.
    assert!(!text.contains(&PAN[4..14]) && !text.contains("1234D") && !text.contains("9999"));
    assert!(text.lines().count() > 12);
}

#[test]
fn a_file_that_ends_anywhere_has_the_messages_before() {
    let place = Place::new("torn");
    let mut till = open(&place.0);
    let sent = day(&mut till);
    drop(till.host);
    let whole = fs::read(&place.0).unwrap();
    let ends: Vec<_> = (0..whole.len()).filter(|at| whole[*at] == b'\n').collect();
    for length in (0..whole.len()).step_by(97).chain(ends.iter().flat_map(|at| [*at, at + 1])) {
        fs::write(&place.0, &whole[..length]).unwrap();
        let mut till = open(&place.0);
        let complete = ends.iter().filter(|at| **at < length).count().saturating_sub(1);
        // What follows the last whole record is done anew, and the books are the same at the end.
        for message in &sent[complete..] {
            till.host.handle(message).unwrap();
        }
        let rest: Vec<_> = till.host.ledger().entries().iter().map(|line| line.state).collect();
        drop(till.host);
        assert_eq!(fs::read(&place.0).unwrap(), whole, "cut after {length} bytes");
        assert!(rest.len() > 8);
    }
}

#[test]
fn damage_is_found() {
    let place = Place::new("damage");
    let mut till = open(&place.0);
    day(&mut till);
    drop(till.host);
    let whole = fs::read_to_string(&place.0).unwrap();
    let refused = |text: &str| {
        fs::write(&place.0, text).unwrap();
        Host::kept_in(&place.0, "").map(|_| ()).unwrap_err()
    };
    let lines: Vec<_> = whole.lines().collect();
    assert_eq!(refused(&whole.replacen("\"version\":1", "\"version\":2", 1)), LedgerFileError::Head);
    assert_eq!(refused("a shopping list"), LedgerFileError::Head);
    assert_eq!(refused("a shopping list\n"), LedgerFileError::Head);
    assert_eq!(refused(&whole.replacen("\"lines\":[", "\"lines\":(", 1)), LedgerFileError::Record(1));
    // A record that is missing leaves a gap.
    let gap = [&lines[..2], &lines[3..]].concat().join("\n") + "\n";
    assert_eq!(refused(&gap), LedgerFileError::Record(2));
    assert_eq!(
        HostLedger::read(Path::new("/no/such/file")).unwrap_err(),
        LedgerFileError::Io(std::io::ErrorKind::NotFound)
    );
}

#[test]
fn what_is_no_file_is_no_ledger() {
    let place = Place::new("folder");
    fs::create_dir(&place.0).unwrap();
    let refused = Host::kept_in(&place.0, "").map(|_| ());
    fs::remove_dir(&place.0).unwrap();
    assert_eq!(refused.unwrap_err(), LedgerFileError::Head);
}
