//! Visa's rows against other people's tables, and in words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::Path;

use tapkernel_core::data::{Dictionaries, Meaning, bit, describe, dictionary};
use tapkernel_core::tlv::Tag;
use tapkernel_visa::dictionary::{DICTIONARY, tags};

fn words(tag: Tag, value: &[u8]) -> Vec<String> {
    let schemes = [DICTIONARY];
    let dictionaries = Dictionaries::new(&schemes);
    let entry = dictionaries.lookup(tag).unwrap();
    describe(&dictionaries, entry, value).iter().map(ToString::to_string).collect()
}

#[test]
fn every_bit_of_the_other_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors/dictionary/bits.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let mut compared = 0;
    for row in text.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>()) {
        let tag: Tag = row[0].parse().unwrap();
        let Some(Meaning::Bits(bits)) = DICTIONARY.lookup(tag).map(|entry| entry.meaning) else { continue };
        let at = bit(row[1].parse().unwrap(), row[2].parse().unwrap());
        assert!(bits.iter().any(|(named, _)| *named == at), "{tag} {at} {}", row[3]);
        compared += 1;
    }
    assert_eq!(compared, 21);
}

#[test]
fn rows_of_visa_are_not_rows_of_the_books() {
    for entry in DICTIONARY.entries() {
        assert!(dictionary::DICTIONARY.lookup(entry.tag).is_none(), "{}", entry.tag);
        assert!(entry.tag.is_well_formed() && entry.min_length <= entry.max_length, "{}", entry.tag);
    }
}

#[test]
fn values_in_words() {
    let ttq = [
        "byte 1 bit 6: EMV mode supported",
        "byte 1 bit 3: Online PIN supported",
        "byte 2 bit 7: CVM required",
    ];
    assert_eq!(words(tags::TERMINAL_TRANSACTION_QUALIFIERS, &[0x24, 0x40, 0, 0]), ttq);
    let ctq = ["byte 1 bit 8: Online PIN required", "byte 2 bit 8: Consumer device CVM performed"];
    assert_eq!(words(tags::CARD_TRANSACTION_QUALIFIERS, &[0x80, 0x80]), ctq);
    let card = ["fDDA version 01", "Unpredictable number of the card 69C16C99"];
    assert_eq!(words(tags::CARD_AUTHENTICATION_RELATED_DATA, &[1, 0x69, 0xC1, 0x6C, 0x99]), card);
    let copy = words(tags::CARD_AUTHENTICATION_RELATED_DATA, &[1, 0, 0, 0, 0, 0x80, 0x00, 0]);
    assert_eq!(copy[2..], ["Copy of the CTQ 8000", "CTQ byte 1 bit 8: Online PIN required"]);
    let short = words(tags::CARD_AUTHENTICATION_RELATED_DATA, &[1, 0, 0, 0]);
    assert_eq!(short, ["not as the book has it: wrong length"]);
    assert_eq!(
        words(tags::AVAILABLE_OFFLINE_SPENDING_AMOUNT, &[0, 0, 0, 0, 0x12, 0x34]),
        ["1234 minor units"]
    );
    let pdol = tapkernel_core::data::tags::PDOL;
    assert_eq!(words(pdol, &[0x9F, 0x66, 4]), ["9F66 Terminal Transaction Qualifiers (TTQ), 4 bytes"]);
}
