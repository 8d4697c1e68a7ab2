//! The dictionary against other people's tables, and values in words.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use tapkernel_core::data::{
    Bit, Book, Dictionaries, Entry, Format, FormatFault, Meaning, Source, bit, describe,
    dictionary::DICTIONARY, tags,
};
use tapkernel_core::tlv::Tag;

fn rows(path: &str) -> Option<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()?;
    let rows: Vec<_> = text.lines().skip(1).map(|row| row.split('\t').map(str::to_owned).collect()).collect();
    assert!(rows.len() > 100, "{path} is empty");
    Some(rows)
}

/// Letters and digits, so that dashes and spaces do not count.
fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase()
}

/// The lengths in a table's own words: "LengthFixed numeric, 6"; `None` where it gives none.
fn lengths(words: &str) -> Option<(u16, u16)> {
    let numbers: Vec<i32> = words.split(", ").skip(1).map(|number| number.trim().parse().unwrap()).collect();
    let bounds = (u16::try_from(*numbers.first()?).ok()?, u16::try_from(*numbers.last()?).ok()?);
    Some(bounds)
}

/// Where the table and the book differ, or where the table is looser than the book.
const LENGTHS_DIFFER: &[u32] = &[0x77, 0x80, 0x92, 0xA5, 0x5F54, 0x9F2E];
const NAMES_DIFFER: &[u32] = &[0x9F22, 0x9F24];

fn agrees(tag: &str, name: &str, words: &str) {
    let tag: Tag = tag.parse().unwrap();
    let entry = DICTIONARY.lookup(tag).unwrap_or_else(|| panic!("{tag} {name} is missing"));
    if !NAMES_DIFFER.contains(&tag.coded()) {
        assert_eq!(letters(entry.name), letters(name), "{tag}");
    }
    if let (Some(lengths), false) = (lengths(words), LENGTHS_DIFFER.contains(&tag.coded())) {
        assert_eq!((entry.min_length, entry.max_length), lengths, "{tag} {name}");
    }
    if words.contains("numeric,") && words.contains(" numeric") {
        assert_eq!(entry.format, Format::N, "{tag}");
    }
}

#[test]
fn every_data_object_of_the_books() {
    let rows = rows("../../test-vectors/dictionary/book_tags.tsv").unwrap();
    assert_eq!(rows.len(), 124);
    rows.iter().for_each(|row| agrees(&row[0], &row[1], &row[2]));
}

/// The whole of the table that `book_tags.tsv` was taken from.
#[test]
fn every_data_object_of_the_shared_table() {
    let Some(rows) = rows("../../../shared/vectors/tags/all_tags.tsv") else {
        println!("skipped: ../shared/vectors is not there");
        return;
    };
    let scheme_private = ["9F66", "9F68"];
    let of_books = rows.iter().filter(|row| row[0] == "KRN" && !scheme_private.contains(&row[1].as_str()));
    let with_tag: Vec<_> = of_books.filter(|row| row[1].parse::<Tag>().is_ok()).collect();
    assert!(with_tag.len() > 100);
    with_tag.iter().for_each(|row| agrees(&row[1], &row[2], &row[3]));
}

#[test]
fn every_bit_of_the_other_table() {
    let rows = rows("../../test-vectors/dictionary/bits.tsv").unwrap();
    let mut theirs: BTreeMap<Tag, Vec<(Bit, String)>> = BTreeMap::new();
    for row in &rows {
        let at = bit(row[1].parse().unwrap(), row[2].parse().unwrap());
        theirs.entry(row[0].parse().unwrap()).or_default().push((at, row[3].clone()));
    }
    let mut compared = 0;
    for (tag, bits) in theirs {
        let Some(Meaning::Bits(ours)) = DICTIONARY.lookup(tag).map(|entry| entry.meaning) else { continue };
        for (at, meaning) in bits {
            let (_, name) = ours.iter().find(|(bit, _)| *bit == at).unwrap_or_else(|| panic!("{tag} {at}"));
            let (name, meaning) = (letters(name), letters(&meaning));
            assert!(
                name == meaning || format!("{name}supported") == meaning,
                "{tag} {at}: {name} / {meaning}"
            );
            compared += 1;
        }
    }
    assert_eq!(compared, 186);
}

#[test]
fn account_data_is_sensitive() {
    let sensitive: Vec<_> = DICTIONARY
        .entries()
        .iter()
        .filter(|entry| entry.sensitive())
        .map(|entry| entry.tag.coded())
        .collect();
    assert_eq!(sensitive, [0x56, 0x57, 0x5A, 0x99, 0x5F20, 0x5F53, 0x9F0B, 0x9F1F, 0x9F20]);
}

fn fault(format: Format, value: &[u8]) -> Option<FormatFault> {
    format.check(value).err()
}

#[test]
fn formats() {
    assert_eq!(fault(Format::N, &[0x01, 0x99]), None);
    assert_eq!(fault(Format::N, &[0x0A]), Some(FormatFault::Digit));
    assert_eq!(fault(Format::Cn, &[0x12, 0x3F, 0xFF]), None);
    assert_eq!(fault(Format::Cn, &[0x1F, 0x3F]), Some(FormatFault::Padding));
    assert_eq!(fault(Format::Cn, &[0x1E]), Some(FormatFault::Digit));
    let allowed = |format: Format| (0..=u8::MAX).filter(|byte| format.check(&[*byte]).is_ok()).count();
    let count = [Format::A, Format::An, Format::Ans, Format::B, Format::Var, Format::N].map(allowed);
    assert_eq!(count, [52, 62, 95, 256, 256, 100]);
    assert_eq!(allowed(Format::Cn), 100 + 10 + 1);
}

#[test]
fn lengths_and_the_preferred_name() {
    let check = |tag, value: &[u8]| DICTIONARY.lookup(tag).unwrap().check(value).map_err(|error| error.fault);
    assert_eq!(check(tags::TERMINAL_VERIFICATION_RESULTS, &[0; 5]), Ok(()));
    assert_eq!(check(tags::TERMINAL_VERIFICATION_RESULTS, &[0; 4]), Err(FormatFault::Length));
    assert_eq!(check(tags::APPLICATION_LABEL, b"D\xE9bit"), Err(FormatFault::Character));
    assert_eq!(check(tags::APPLICATION_PREFERRED_NAME, b"D\xE9bit"), Ok(()));
    assert_eq!(check(tags::APPLICATION_PREFERRED_NAME, b"D\x85bit"), Err(FormatFault::Character));
}

fn words(tag: Tag, value: &[u8]) -> Vec<String> {
    let entry = DICTIONARY.lookup(tag).unwrap();
    describe(&Dictionaries::CORE, entry, value).iter().map(ToString::to_string).collect()
}

#[test]
fn values_in_words() {
    assert_eq!(words(tags::TRANSACTION_DATE, &[0x49, 0x12, 0x31]), ["2049-12-31"]);
    assert_eq!(words(tags::TRANSACTION_DATE, &[0x49, 0x13, 0x31]), ["not a value that the book has"]);
    assert_eq!(words(tags::TRANSACTION_DATE, &[0x49, 0x13]), ["not as the book has it: wrong length"]);
    assert_eq!(words(tags::TRANSACTION_TIME, &[0x12, 0x00, 0x59]), ["12:00:59"]);
    assert_eq!(words(tags::AMOUNT_AUTHORISED_NUMERIC, &[0, 0, 0, 0, 0x41, 0]), ["4100 minor units"]);
    assert_eq!(words(tags::TERMINAL_COUNTRY_CODE, &[0x08, 0x40]), ["840"]);
    assert_eq!(words(tags::TERMINAL_TYPE, &[0x21]), ["Merchant, attended, online only"]);
    assert_eq!(words(tags::CRYPTOGRAM_INFORMATION_DATA, &[0x80]), ["ARQC: online authorisation asked for"]);
    assert_eq!(
        words(tags::APPLICATION_LABEL, b"VISA\x1B[2J"),
        ["VISA.[2J", "not as the book has it: character not allowed"]
    );
    assert_eq!(words(tags::APPLICATION_TRANSACTION_COUNTER, &[0x01, 0x02]), ["258"]);
    assert_eq!(words(tags::UNPREDICTABLE_NUMBER, &[1, 2, 3, 4]), [""; 0]);
}

#[test]
fn bits_and_lists_in_words() {
    let tvr = ["byte 1 bit 8: Offline data authentication was not performed", "byte 5 bit 1: reserved"];
    assert_eq!(words(tags::TERMINAL_VERIFICATION_RESULTS, &[0x80, 0, 0, 0, 1]), tvr);
    let pdol = ["9F02 Amount, Authorised (Numeric), 6 bytes", "DF02 unknown, 1 bytes"];
    assert_eq!(words(tags::PDOL, &[0x9F, 0x02, 6, 0xDF, 0x02, 1]), pdol);
    assert_eq!(words(tags::PDOL, &[0x9F, 0x66, 4]), ["9F66 of a payment system, 4 bytes"]);
    assert_eq!(words(tags::PDOL, &[0x9F]), ["not a value that the book has"]);
    assert_eq!(words(tags::SDA_TAG_LIST, &[0x82]), ["82 Application Interchange Profile"]);
    let afl = ["SFI 1, records 1 to 2, 1 record in offline data authentication"];
    assert_eq!(words(tags::APPLICATION_FILE_LOCATOR, &[0x08, 1, 2, 1]), afl);
    let shown = words(tags::CVM_LIST, &[0, 0, 0, 0, 0, 0, 0x13, 0x88, 0x42, 0x03, 0x1F, 0x00]);
    assert_eq!(shown[0], "X 0, Y 5000, in minor units");
    assert_eq!(shown[1], "Enciphered PIN verified online, if terminal supports the CVM, else next rule");
    assert_eq!(shown[2], "No CVM required, always, else fail");
    assert_eq!(words(tags::CVM_RESULTS, &[0x3F, 0, 0]), ["No CVM performed", "always", "Result unknown"]);
}

#[test]
fn a_scheme_names_its_tags_in_lists() {
    const ROW: &[Entry] =
        &[Entry::new(Tag::new(0x9F66), "Of a scheme", Format::B, (4, 4), &[Source::Terminal], Book::Scheme)];
    let schemes = [tapkernel_core::data::Dictionary::new(ROW)];
    let pdol = DICTIONARY.lookup(tags::PDOL).unwrap();
    let lines = describe(&Dictionaries::new(&schemes), pdol, &[0x9F, 0x66, 4]);
    assert_eq!(lines[0].text, "9F66 Of a scheme, 4 bytes");
}

#[test]
fn account_data_comes_out_masked() {
    let pan = [0x47, 0x61, 0x73, 0x90, 0x01, 0x01, 0x00, 0x10];
    assert_eq!(words(tags::APPLICATION_PAN, &pan), ["***0010, 16 digits"]);
    let track: Vec<u8> =
        pan.into_iter().chain([0xD2, 0x21, 0x22, 0x01, 0x11, 0x43, 0x84, 0x44, 0x89]).collect();
    assert_eq!(words(tags::TRACK_2_EQUIVALENT_DATA, &track), ["***0010, expires 2022-12, service code 201"]);
    assert_eq!(words(tags::CARDHOLDER_NAME, b"CARDHOLDER/VISA"), [""; 0]);
    assert_eq!(words(tags::TRACK_1_DATA, b"B4761739001010010^"), [""; 0]);
}

proptest! {
    /// Any row, any value: no panic and no control character.
    #[test]
    fn any_value_in_words(at in 0..DICTIONARY.entries().len(), value in prop::collection::vec(any::<u8>(), 0..40)) {
        let entry = &DICTIONARY.entries()[at];
        for line in describe(&Dictionaries::CORE, entry, &value) {
            prop_assert!(!line.to_string().chars().any(char::is_control));
        }
    }
}

/// Tags of the recorded cards that belong to schemes or issuers and so are not rows of the core dictionary.
const OF_SCHEMES: &[u32] = &[
    0x9F28, 0x9F51, 0x9F5A, 0x9F5B, 0x9F5D, 0x9F5E, 0x9F61, 0x9F62, 0x9F63, 0x9F64, 0x9F65, 0x9F66, 0x9F67,
    0x9F69, 0x9F6B, 0x9F6C, 0xB3, 0xDF02, 0xDF47,
];

fn unknown(value: &[u8], found: &mut usize) {
    for object in tapkernel_core::tlv::TlvReader::new(value) {
        let object = object.unwrap();
        let entry = DICTIONARY.lookup(object.tag);
        assert!(entry.is_some() || OF_SCHEMES.contains(&object.tag.coded()), "{} is unknown", object.tag);
        *found += 1;
        if object.tag.is_constructed() {
            unknown(object.value, found);
        }
    }
}

#[test]
fn recorded_cards_send_no_unknown_tag_of_the_books() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/transcripts/test-cards.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared/vectors is not there");
        return;
    };
    let cards: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut found = 0;
    for exchange in cards.as_array().unwrap().iter().flat_map(|card| card["apdus"].as_array().unwrap()) {
        let response = exchange["r"].as_str().unwrap();
        let bytes: Vec<u8> = (0..response.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&response[at..at + 2], 16).unwrap())
            .collect();
        if let [template @ (0x6F | 0x70 | 0x77), rest @ .., 0x90, 0x00] = bytes.as_slice() {
            unknown(&[&[*template], rest].concat(), &mut found);
        }
    }
    assert!(found > 300, "{found}");
}
