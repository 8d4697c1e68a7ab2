//! The rows against other people's tables; the configuration; data exchange and the torn transaction log by themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::sync::Arc;

use proptest::prelude::*;
use support::{MemoryLog, hex, tag, unhex};
use tapkernel_core::data::{Database, Date, Dictionaries, Source, Time, dictionary};
use tapkernel_core::tlv::Tag;
use tapkernel_mastercard::config::DEFAULTS;
use tapkernel_mastercard::dictionary::{DICTIONARY, tags};
use tapkernel_mastercard::{
    DataExchangeAnswer, DataExchangeRequest, Kernel2, TornRecord, TornTransactionLog,
};

/// Rows of the EMV books that Kernel 2 reads in its own way.
const READ_DIFFERENTLY: [Tag; 2] =
    [tags::APPLICATION_INTERCHANGE_PROFILE, tags::TERMINAL_VERIFICATION_RESULTS];

#[test]
fn rows_of_mastercard_are_not_rows_of_the_books() {
    for entry in DICTIONARY.entries() {
        let of_books = dictionary::DICTIONARY.lookup(entry.tag).is_some();
        assert_eq!(of_books, READ_DIFFERENTLY.contains(&entry.tag), "{}", entry.tag);
        assert!(entry.tag.is_well_formed() && entry.min_length <= entry.max_length, "{}", entry.tag);
    }
}

#[test]
fn every_default_fits_its_row() {
    let schemes = [DICTIONARY];
    let dictionaries = Dictionaries::new(&schemes);
    for (tag, value) in DEFAULTS {
        let row = dictionaries.lookup(*tag).unwrap_or_else(|| panic!("{tag} has no row"));
        assert!(row.allows_length(value.len()), "{tag}");
        assert!(!row.sources.contains(&Source::Card), "{tag} is the card's");
    }
}

/// Tag, name, length and update permission as another project has them; read only.
#[test]
fn every_row_of_the_other_table() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/vectors/tags/kernel2_tags.tsv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("SKIPPED: the table of the other project is not there");
        return;
    };
    let schemes = [DICTIONARY];
    let dictionaries = Dictionaries::new(&schemes);
    let mut compared = 0;
    for row in text.lines().skip(1).filter(|row| !row.starts_with("INTERNAL")) {
        let fields: Vec<_> = row.split('\t').collect();
        let entry = dictionaries.lookup(tag(fields[0])).unwrap_or_else(|| panic!("no row {row}"));
        let has = |source| entry.sources.contains(&source);
        assert_eq!(fields[4].contains("RA"), has(Source::Card), "{row}");
        let configured = entry.tag == dictionary::tags::TERMINAL_RISK_MANAGEMENT_DATA;
        assert_eq!(fields[4].contains("DET") || configured, has(Source::Terminal), "{row}");
        compared += 1;
    }
    assert!(compared > 115, "{compared}");
}

#[test]
fn a_request_is_read_as_it_was_written() {
    let mut to_send = Database::new();
    to_send.insert(tag("9F70"), &[1, 2, 3]);
    to_send.insert(tag("9F4D"), &[]);
    let request = DataExchangeRequest { needed: vec![tag("9F02"), tag("DF8112"), tag("5A")], to_send };
    let coded = request.encode();
    assert_eq!(coded.get(tags::DATA_NEEDED).map(hex), Some("9F02DF81125A".into()));
    assert_eq!(DataExchangeRequest::decode(&coded), Some(request));
    assert_eq!(DataExchangeRequest::decode(&Database::new()), Some(DataExchangeRequest::default()));
    let mut broken = Database::new();
    broken.insert(tags::DATA_TO_SEND, &unhex("9F7005AA"));
    assert_eq!(DataExchangeRequest::decode(&broken), None);
}

#[test]
fn an_answer_in_data_objects() {
    let answer = DataExchangeAnswer::new()
        .with(tag("9F02"), &[0, 0, 0, 0, 0x10, 0])
        .tags_to_read(&[tag("9F70"), tag("5A")])
        .proceed_to_first_write(true);
    let data = answer.into_database();
    assert_eq!(data.get(tags::TAGS_TO_READ).map(hex), Some("9F705A".into()));
    assert_eq!(data.get(tags::PROCEED_TO_FIRST_WRITE_FLAG), Some(&[1][..]));
    assert_eq!(data.get(tag("9F02")).map(hex), Some("000000001000".into()));
}

fn record(date: &str, time: &str) -> TornRecord {
    let mut data = Database::new();
    data.insert(tag("9A"), &unhex(date));
    data.insert(tag("9F21"), &unhex(time));
    data.insert(tag("5A"), &unhex("5413339000001513"));
    TornRecord(data)
}

fn kept_after_clean(
    records: Vec<TornRecord>,
    lifetime: u16,
    date: Date,
    time: Time,
) -> (usize, Option<Vec<u8>>) {
    let log = Arc::new(MemoryLog::default());
    log.replace(records);
    let conclusion = Kernel2::new(log.clone()).clean(lifetime, (date, time));
    let data = conclusion.parameters.discretionary_data.unwrap();
    assert_eq!(data.get(tags::ERROR_INDICATION).map(hex), Some("0000000000FF".into()));
    (log.records().len(), data.get(tags::TORN_RECORD).map(<[u8]>::to_vec))
}

#[test]
fn clean_removes_what_is_older_than_its_lifetime() {
    let now = (Date::new(2025, 3, 1).unwrap(), Time::new(0, 2, 30).unwrap());
    let young = record("250228", "235730");
    let old = record("250228", "235729");
    let (kept, reported) = kept_after_clean(vec![old, young], 300, now.0, now.1);
    assert_eq!((kept, reported), (1, Some(unhex("5A0854133390000015139A032502289F2103235729"))));
    let future = record("250302", "000000");
    let no_date = record("251301", "000000");
    assert_eq!(kept_after_clean(vec![future, no_date], 300, now.0, now.1).0, 0, "ages that cannot be told");
    assert_eq!(kept_after_clean(vec![], 300, now.0, now.1), (0, None));
}

proptest! {
    /// The seconds between two days, against counting the days one by one.
    #[test]
    fn ages_over_days(year in 1950_u16..2045, month in 1_u8..=12, day in 1_u8..=28, days in 0_u32..800) {
        let mut date = Date::new(year, month, day).unwrap();
        let torn = record(&hex(&date.encode()), "120000");
        for _ in 0..days {
            date = next_day(date);
        }
        let seconds = u64::from(days) * 86_400;
        let noon = Time::new(12, 0, 0).unwrap();
        let lifetime = u16::try_from(seconds).unwrap_or(u16::MAX);
        let (kept, _) = kept_after_clean(vec![torn.clone()], lifetime, date, noon);
        prop_assert_eq!(kept == 1, seconds <= u64::from(u16::MAX));
        if seconds > 0 && seconds <= u64::from(u16::MAX) {
            prop_assert_eq!(kept_after_clean(vec![torn], lifetime - 1, date, noon).0, 0);
        }
    }
}

fn next_day(date: Date) -> Date {
    let (year, month, day) = (date.year(), date.month(), date.day());
    Date::new(year, month, day + 1)
        .or_else(|| Date::new(year, month + 1, 1))
        .or_else(|| Date::new(year + 1, 1, 1))
        .unwrap()
}
