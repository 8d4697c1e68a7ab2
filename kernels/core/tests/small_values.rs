//! Data elements that are small enough to try every value.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation, missing_docs)]

use proptest::prelude::*;
use tapkernel_core::data::{
    AcType, Amount, ApplicationInterchangeProfile, Bit, CryptogramInformationData, Currency, CvmResults,
    Date, FormatFault, TerminalType, TerminalVerificationResults, Time, TransactionType, bit, tags,
};

/// The coded form of two digits, by way of text.
fn bcd(two_digits: u32) -> usize {
    usize::from_str_radix(&format!("{two_digits:02}"), 16).unwrap()
}

/// Counts the days from 1950-01-01 to 2049-12-31 one by one.
fn calendar() -> Vec<(u32, u32, u32)> {
    let (mut year, mut month, mut day) = (1950, 1, 1);
    let mut days = Vec::new();
    while year < 2050 {
        days.push((year, month, day));
        let last = match month {
            2 => 28 + u32::from(year % 4 == 0),
            month => 31 - (month - 1) % 7 % 2,
        };
        (month, day) = if day == last { (month + 1, 1) } else { (month, day + 1) };
        (year, month) = if month == 13 { (year + 1, 1) } else { (year, month) };
    }
    days
}

#[test]
fn every_three_bytes_as_date_and_time() {
    let mut dates = vec![None; 1 << 24];
    for (year, month, day) in calendar() {
        dates[bcd(year % 100) << 16 | bcd(month) << 8 | bcd(day)] =
            Some((year as u16, month as u8, day as u8));
    }
    assert_eq!(dates.iter().flatten().count(), 36525);
    let digit = |coded: u32| (0..6).all(|at| coded >> (4 * at) & 0xF < 10);
    for (coded, date) in (0..).zip(&dates) {
        let value: [u8; 3] = coded_bytes(coded);
        let read = Date::decode(tags::TRANSACTION_DATE, &value);
        assert_eq!(read.map(|date| (date.year(), date.month(), date.day())).ok(), *date, "{coded:06X}");
        let time = Time::decode(&value);
        let naive = digit(coded) && coded < 0x24_0000 && coded & 0xFFFF < 0x6000 && coded & 0xFF < 0x60;
        assert_eq!(time.is_ok(), naive, "{coded:06X}");
        assert!(
            read.map_or(true, |date| date.encode() == value)
                && time.map_or(true, |time| time.encode() == value)
        );
        for fault in [read.err(), time.err()].into_iter().flatten().map(|error| error.fault) {
            assert_eq!(fault == FormatFault::Digit, !digit(coded), "{coded:06X}");
        }
    }
}

fn coded_bytes(coded: u32) -> [u8; 3] {
    let [_, a, b, c] = coded.to_be_bytes();
    [a, b, c]
}

#[test]
fn every_month_ends() {
    let last_days: Vec<_> = calendar().windows(2).filter(|two| two[1].2 == 1).map(|two| two[0]).collect();
    let mut months = 0;
    for coded in 0..=u16::MAX {
        let [mm, yy] = coded.to_be_bytes();
        let naive = last_days
            .iter()
            .find(|(year, month, _)| bcd(year % 100) == usize::from(yy) && bcd(*month) == usize::from(mm))
            .and_then(|&(year, month, day)| Date::new(year as u16, month as u8, day as u8));
        let naive = if coded == 0x1249 { Date::new(2049, 12, 31) } else { naive };
        assert_eq!(Date::end_of_month([mm, yy]), naive, "{coded:04X}");
        months += u32::from(naive.is_some());
    }
    assert_eq!(months, 1200);
}

#[test]
fn the_order_of_dates_is_the_order_in_time() {
    let dates: Vec<_> =
        calendar().into_iter().map(|(y, m, d)| Date::new(y as u16, m as u8, d as u8).unwrap()).collect();
    assert!(dates.windows(2).all(|two| two[0] < two[1]));
    assert_eq!(Date::decode(tags::TRANSACTION_DATE, &[0x49, 1, 1]).map(|date| date.year()), Ok(2049));
    assert_eq!(Date::decode(tags::TRANSACTION_DATE, &[0x50, 1, 1]).map(|date| date.year()), Ok(1950));
    assert_eq!(Date::new(2000, 2, 29).map(|date| date.encode()), Some([0x00, 0x02, 0x29]));
    assert_eq!([Date::new(1949, 12, 31), Date::new(2050, 1, 1), Date::new(2023, 2, 29)], [None; 3]);
}

#[test]
fn every_transaction_type() {
    let known: Vec<_> = (0..=u8::MAX).filter(|&code| TransactionType::from_code(code).is_some()).collect();
    assert_eq!(known, [0x00, 0x01, 0x09, 0x17, 0x20]);
    assert!(
        known.iter().all(|&code| TransactionType::from_code(code).map(TransactionType::code) == Some(code))
    );
}

#[test]
fn every_cryptogram_information() {
    for coded in 0..=u8::MAX {
        let cid = CryptogramInformationData::decode(&[coded]).unwrap();
        let naive = [Some(AcType::Aac), Some(AcType::Tc), Some(AcType::Arqc), None][usize::from(coded / 64)];
        assert_eq!(cid.cryptogram_type(), naive);
        assert_eq!(cid.advice_required(), coded % 16 > 7);
        assert_eq!(cid.encode(), [coded]);
    }
    assert!(
        CryptogramInformationData::decode(&[]).is_err()
            && CryptogramInformationData::decode(&[0, 0]).is_err()
    );
}

#[test]
fn every_terminal_type_and_cvm_result() {
    let types: Vec<_> = (0..=u8::MAX).filter(|&coded| TerminalType::decode(&[coded]).is_ok()).collect();
    let book = [0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x34, 0x35, 0x36];
    assert_eq!(types, book);
    for coded in book {
        let read = TerminalType::decode(&[coded]).unwrap();
        assert_eq!(read.encode(), [coded]);
        assert_eq!((read.attended, read.is_online_capable()), (coded % 16 < 4, coded % 16 % 3 != 0));
    }
    for result in 0..=u8::MAX {
        let read = CvmResults::decode(&[0x5E, 0x03, result]);
        assert_eq!(read.map(CvmResults::encode).ok(), (result < 3).then_some([0x5E, 0x03, result]));
    }
}

#[test]
fn every_currency_code() {
    for coded in 0..=u16::MAX {
        let text = format!("{coded:04X}");
        let naive = text.parse::<u16>().ok().filter(|&code| code < 1000);
        let read = Currency::decode_code(tags::TRANSACTION_CURRENCY_CODE, &coded.to_be_bytes()).ok();
        assert_eq!(read, naive, "{text}");
        if let Some(code) = read {
            assert_eq!(Currency::new(code, 2).unwrap().encode_code(), coded.to_be_bytes());
        }
    }
    assert_eq!(Currency::new(1000, 2), None);
    assert_eq!(Currency::new(978, 5), None);
}

#[test]
fn bits_are_counted_as_in_the_books() {
    type Tvr = TerminalVerificationResults;
    let tvr = Tvr::default()
        .with(Tvr::ODA_NOT_PERFORMED, true)
        .with(Tvr::CARDHOLDER_VERIFICATION_NOT_SUCCESSFUL, true);
    assert_eq!(tvr.encode(), [0x80, 0, 0x80, 0, 0]);
    assert_eq!(tvr.with(Tvr::ODA_NOT_PERFORMED, false).encode(), [0, 0, 0x80, 0, 0]);
    assert!(tvr.has(Tvr::ODA_NOT_PERFORMED) && !tvr.has(Tvr::SDA_FAILED));
    assert_eq!(format!("{tvr:?}"), "TerminalVerificationResults(8000800000)");
    assert_eq!(Bit::all_set(&tvr.encode()).collect::<Vec<_>>(), [bit(1, 8), bit(3, 8)]);
    assert_eq!(bit(2, 7).to_string(), "byte 2 bit 7");
    for coded in 0..=u16::MAX {
        let aip = ApplicationInterchangeProfile::decode(&coded.to_be_bytes()).unwrap();
        let weight = |bit: Bit| 256_u32.pow(2 - bit.byte() as u32) * 2_u32.pow(bit.number() - 1);
        assert_eq!(Bit::all_set(&aip.encode()).map(weight).sum::<u32>(), u32::from(coded), "{coded:04X}");
    }
    assert!(ApplicationInterchangeProfile::decode(&[0; 3]).is_err());
}

proptest! {
    #[test]
    fn any_amount(minor_units in 0..=999_999_999_999_u64) {
        let amount = Amount::new(minor_units).unwrap();
        let text: String = amount.encode().iter().map(|byte| format!("{byte:02X}")).collect();
        prop_assert_eq!(&text, &format!("{minor_units:012}"));
        prop_assert_eq!(Amount::authorised(&amount.encode()), Ok(amount));
    }

    #[test]
    fn any_bytes_as_amount(value in prop::collection::vec(any::<u8>(), 0..9)) {
        let text: String = value.iter().map(|byte| format!("{byte:02X}")).collect();
        let naive = (value.len() == 6).then(|| text.parse().ok()).flatten().and_then(Amount::new);
        prop_assert_eq!(Amount::authorised(&value).ok(), naive);
    }
}
