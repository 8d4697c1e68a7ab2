//! Cards that are taken away too soon.

use tapkernel_core::outcome::Outcome;
use tapkernel_simulator::card::card;

use crate::tap::{ABOVE, BELOW, Reader, ended, hex, tag};

const GENERATE_AC: u8 = 0xAE;
const RECOVER_AC: u8 = 0xD0;

#[test]
fn the_cryptogram_of_a_torn_transaction_is_recovered() {
    for amount in [BELOW, ABOVE] {
        let (reader, mut card) = (Reader::as_book(), card("mastercard-torn", 1).unwrap());
        let first = reader.tap(&mut card, amount);
        assert_eq!(first.instructions.last(), Some(&GENERATE_AC), "the card file names the right command");
        assert_eq!(first.conclusion.parameters.outcome, Outcome::EndApplication);
        let second = reader.tap(&mut card, amount);
        assert_eq!(second.instructions.last(), Some(&RECOVER_AC));
        assert!(ended(&second).ends_with("CDA verified"), "{}", ended(&second));
        assert_eq!(card.transaction_counter(), 2);
        let counter = second.conclusion.parameters.data_record.unwrap().get(tag("9F36")).map(hex);
        assert_eq!(counter, Some("0001".to_owned()), "the cryptogram is that of the first tap");
    }
}

#[test]
fn another_payment_gets_another_cryptogram() {
    let (reader, mut card) = (Reader::as_book(), card("mastercard-torn", 1).unwrap());
    reader.tap(&mut card, BELOW);
    let other = reader.tap(&mut card, BELOW + 1);
    assert_eq!(other.instructions.last(), Some(&GENERATE_AC));
    let counter = other.conclusion.parameters.data_record.unwrap().get(tag("9F36")).map(hex);
    assert_eq!(counter, Some("0002".to_owned()));
}

#[test]
fn a_reader_without_a_log_starts_again() {
    let (reader, mut card) = (Reader::as_book().with("DF811D", "00"), card("mastercard-torn", 1).unwrap());
    reader.tap(&mut card, BELOW);
    let second = reader.tap(&mut card, BELOW);
    assert_eq!(second.instructions.last(), Some(&GENERATE_AC));
    assert_eq!(second.conclusion.parameters.outcome, Outcome::Approved);
}

/// Commands 1 and 2 are the Entry Point's; of the seven of a tap the kernel sees those from GET PROCESSING OPTIONS on.
#[test]
fn a_card_torn_at_any_command_pays_at_the_next_tap() {
    for command in 3..=7 {
        let (reader, card) = (Reader::as_book(), card("mastercard-credit", 1).unwrap());
        let mut card = card.torn_at(command);
        let first = reader.tap(&mut card, BELOW);
        assert_ne!(first.conclusion.parameters.outcome, Outcome::Approved, "command {command}");
        assert_eq!(first.instructions.len(), usize::try_from(command).unwrap() - 2);
        let second = reader.tap(&mut card, BELOW);
        assert_eq!(ended(&second), "Approved, No CVM, CDA verified", "command {command}");
    }
}
