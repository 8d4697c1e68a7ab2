//! PAN and track 2: round trips, a naive second reading, and nothing secret in `Debug`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use proptest::prelude::*;
use tapkernel_core::data::{Database, Date, FormatFault, Pan, Track2EquivalentData, tags};

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

fn pan(hex: &str) -> Result<Pan, FormatFault> {
    Pan::decode(tags::APPLICATION_PAN, &bytes(hex)).map_err(|error| error.fault)
}

fn track2(hex: &str) -> Result<Track2EquivalentData, FormatFault> {
    Track2EquivalentData::decode(&bytes(hex)).map_err(|error| error.fault)
}

fn text(digits: impl Iterator<Item = u8>) -> String {
    digits.map(|digit| char::from(b'0' + digit)).collect()
}

/// Whether some four digits in a row of `secret` stand in `shown`.
fn leaks(shown: &str, secret: &str) -> bool {
    secret.as_bytes().windows(4).any(|four| shown.contains(std::str::from_utf8(four).unwrap()))
}

#[test]
fn account_numbers_of_test_cards() {
    let amex = pan("374245001741007F").unwrap();
    assert_eq!((amex.digit_count(), text(amex.digits()).as_str()), (15, "374245001741007"));
    assert_eq!(amex.masked().to_string(), "***1007");
    assert_eq!(pan("4761739001010010FFFF").unwrap(), pan("4761739001010010").unwrap());
    assert_ne!(pan("4761739001010010").unwrap(), pan("476173900101001F").unwrap());
}

#[test]
fn what_is_no_account_number() {
    assert_eq!(pan("47617390010100100000FF"), Err(FormatFault::Length));
    assert_eq!(pan("47617390010100100000"), Err(FormatFault::Range));
    assert_eq!(pan("4761739F"), Err(FormatFault::Range));
    assert_eq!(pan(""), Err(FormatFault::Range));
    assert_eq!(pan("47617390D1010010"), Err(FormatFault::Digit));
    assert_eq!(pan("47617390F1010010"), Err(FormatFault::Padding));
}

#[test]
fn issuer_identifiers() {
    let pan = pan("4761739001010010").unwrap();
    let begins = |identifier: &str| pan.begins_with(bytes(identifier).try_into().unwrap());
    for good in ["476FFFFF", "4761FFFF", "47617FFF", "476173FF", "4761739F", "47617390"] {
        assert!(begins(good), "{good}");
    }
    for bad in
        ["FFFFFFFF", "4FFFFFFF", "47FFFFFF", "477FFFFF", "47617391", "476F73FF", "4761A3FF", "476173F0"]
    {
        assert!(!begins(bad), "{bad}");
    }
}

#[test]
fn tracks_of_test_cards() {
    let even = track2("4761739001010010D22122011143844489").unwrap();
    assert_eq!(even.pan(), &pan("4761739001010010").unwrap());
    assert_eq!(even.expiration_date(), Date::new(2022, 12, 31));
    assert_eq!(even.service_code(), 201);
    assert_eq!(text(even.discretionary_data()), "1143844489");
    let odd = track2("374245001741007D181270213101234500000F").unwrap();
    assert_eq!((odd.pan().masked().to_string().as_str(), odd.service_code()), ("***1007", 702));
    assert_eq!(text(odd.discretionary_data()), "13101234500000");
    let no_month = track2("4761739001010010D2213201F0").map(|track| track.expiration_date());
    assert_eq!(no_month, Err(FormatFault::Digit));
    assert_eq!(track2("4761739001010010D2213201").unwrap().expiration_date(), None);
}

#[test]
fn what_is_no_track_2() {
    assert_eq!(track2(&"47".repeat(20)), Err(FormatFault::Length));
    assert_eq!(track2("4761739001010010D221220F"), Err(FormatFault::Length));
    assert_eq!(track2("4761739001010010"), Err(FormatFault::Length));
    assert_eq!(track2("4761739001010010D2212D2011"), Err(FormatFault::Digit));
    assert_eq!(track2("4761739001010010D2212201FF"), Err(FormatFault::Digit));
    assert_eq!(track2("476173F001010010D2212201"), Err(FormatFault::Digit));
    assert_eq!(track2("476173D2212201"), Err(FormatFault::Range));
    assert_eq!(track2(""), Err(FormatFault::Range));
}

proptest! {
    #[test]
    fn any_account_number(digits in "[0-9]{8,19}", padding in 0..4_usize) {
        let mut coded = digits.clone() + &"F".repeat(digits.len() % 2);
        coded.truncate(20);
        let least = bytes(&coded);
        coded.push_str(&"FF".repeat(padding.min(10 - coded.len() / 2)));
        let pan = pan(&coded).unwrap();
        prop_assert_eq!(text(pan.digits()), digits.clone());
        prop_assert_eq!(pan.as_bytes(), least);
        prop_assert_eq!(pan.masked().to_string(), format!("***{}", &digits[digits.len() - 4..]));
        let shown = format!("{pan:?}");
        prop_assert!(!leaks(&shown, &digits));
    }

    /// The same question asked of the text.
    #[test]
    fn naive_account_number(value in prop::collection::vec(prop_oneof![Just(0xFF), Just(0x12), any::<u8>()], 0..12)) {
        let text = hex(&value);
        let digits = text.trim_end_matches('F');
        let good = value.len() <= 10 && (8..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        prop_assert_eq!(pan(&text).is_ok(), good);
    }

    #[test]
    fn any_track(number in "[0-9]{8,19}", yy in 0..100_u16, mm in 1..13_u8, service in 0..1000_u16, rest in "[0-9]{0,11}") {
        let mut coded = format!("{number}D{yy:02}{mm:02}{service:03}{rest}");
        coded.truncate(38);
        let rest = coded[number.len() + 8..].to_owned();
        coded.push_str(&"F".repeat(coded.len() % 2));
        let track = track2(&coded).unwrap();
        prop_assert_eq!(text(track.pan().digits()), number.clone());
        let expiry = track.expiration_date().unwrap();
        prop_assert_eq!((expiry.year() % 100, expiry.month()), (yy, mm));
        prop_assert_eq!(track.service_code(), service);
        prop_assert_eq!(text(track.discretionary_data()), rest);
        prop_assert_eq!(hex(track.as_bytes()), coded.clone());
        let database: Database = [(tags::TRACK_2_EQUIVALENT_DATA, track.as_bytes())].into_iter().collect();
        let shown = format!("{track:?} {database:?}");
        prop_assert!(!leaks(&shown, &coded) && shown.contains("19 bytes") == (coded.len() == 38));
    }

    #[test]
    fn naive_track(value in prop::collection::vec(prop_oneof![Just(0x12), Just(0xD2), Just(0x4D), Just(0x1F), any::<u8>()], 0..21)) {
        let text = hex(&value);
        let good = text.split_once('D').is_some_and(|(number, after)| {
            let after = after.strip_suffix('F').unwrap_or(after);
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            (8..=19).contains(&number.len()) && digits(number) && digits(after) && after.len() >= 7
        });
        prop_assert_eq!(track2(&text).is_ok(), good && value.len() <= 19);
    }
}
