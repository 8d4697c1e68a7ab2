//! How single data objects are read by people; rows of a dictionary name these functions.
//!
//! Each answers `None` for a value that its data object cannot have.

use alloc::vec::Vec;
use alloc::{format, vec};

use super::codes;
use super::line::{Line, counted};
use crate::data::{
    Amount, ApplicationFileLocator, CryptogramInformationData, Currency, CvmList, CvmResults, Date, Pan,
    TerminalType, Time, Track2EquivalentData, TransactionType, tags,
};

/// A description, if the value can be read.
pub type Reading = Option<Vec<Line>>;

/// A date, n 6 YYMMDD.
pub fn date(value: &[u8]) -> Reading {
    let date = Date::decode(tags::TRANSACTION_DATE, value).ok()?;
    Some(Line::one(format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())))
}

/// A time of day, n 6 HHMMSS.
pub fn time(value: &[u8]) -> Reading {
    let time = Time::decode(value).ok()?;
    Some(Line::one(format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())))
}

/// An amount, n 12. In minor units, since a value alone does not tell its currency's exponent.
pub fn amount(value: &[u8]) -> Reading {
    let amount = Amount::authorised(value).ok()?;
    Some(Line::one(format!("{} minor units", amount.minor_units())))
}

/// A number of up to eight bytes.
pub fn number(value: &[u8]) -> Reading {
    if value.len() > 8 {
        return None;
    }
    let number = value.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    Some(Line::one(format!("{number}")))
}

/// Currency or country code, n 3.
pub fn code(value: &[u8]) -> Reading {
    let code = Currency::decode_code(tags::TRANSACTION_CURRENCY_CODE, value).ok()?;
    Some(Line::one(format!("{code:03}")))
}

/// Transaction Type `9C`.
pub fn transaction_type(value: &[u8]) -> Reading {
    let &[code] = value else { return None };
    Some(Line::one(TransactionType::from_code(code).map_or("another type", codes::transaction_type)))
}

/// Terminal Type `9F35`.
pub fn terminal_type(value: &[u8]) -> Reading {
    let TerminalType { operator, attended, connectivity } = TerminalType::decode(value).ok()?;
    let (operator, connectivity) = (codes::operator(operator), codes::connectivity(connectivity));
    Some(Line::one(format!(
        "{operator}, {}, {connectivity}",
        if attended { "attended" } else { "unattended" }
    )))
}

/// Cryptogram Information Data `9F27`.
pub fn cryptogram_information_data(value: &[u8]) -> Reading {
    let cid = CryptogramInformationData::decode(value).ok()?;
    let mut lines = Line::one(codes::cryptogram_type(cid.cryptogram_type()));
    if cid.advice_required() {
        lines.push(Line::text("Advice required"));
    }
    lines.extend(codes::advice_reason(cid.reason()).map(Line::text));
    Some(lines)
}

/// Application Priority Indicator `87`.
pub fn application_priority_indicator(value: &[u8]) -> Reading {
    let &[coded] = value else { return None };
    let mut lines = Line::one(match coded & 0x0F {
        0 => "No priority assigned".into(),
        priority => format!("Priority {priority}"),
    });
    if coded & 0x80 != 0 {
        lines.push(Line::text("Not without confirmation by the cardholder"));
    }
    Some(lines)
}

/// Application File Locator `94`.
pub fn application_file_locator(value: &[u8]) -> Reading {
    let list = ApplicationFileLocator::parse(value).ok()?;
    let line = |entry: crate::data::AflEntry| {
        let authenticated = counted(entry.authenticated, "record");
        Line::text(format!(
            "SFI {}, records {} to {}, {authenticated} in offline data authentication",
            entry.sfi, entry.first, entry.last
        ))
    };
    Some(list.entries().map(line).collect())
}

/// Cardholder Verification Method (CVM) List `8E`.
pub fn cvm_list(value: &[u8]) -> Reading {
    let list = CvmList::parse(value).ok()?;
    let mut lines = vec![Line::text(format!("X {}, Y {}, in minor units", list.amount_x(), list.amount_y()))];
    lines.extend(list.rules().map(|rule| {
        let next = if rule.continues_when_unsuccessful() { "else next rule" } else { "else fail" };
        let (method, condition) = (codes::cvm_method(rule.method()), codes::cvm_condition(rule.condition()));
        Line::text(format!("{method}, {condition}, {next}"))
    }));
    Some(lines)
}

/// Cardholder Verification Method (CVM) Results `9F34`.
pub fn cvm_results(value: &[u8]) -> Reading {
    let CvmResults { performed, result } = CvmResults::decode(value).ok()?;
    let (method, condition) =
        (codes::cvm_method(performed.method()), codes::cvm_condition(performed.condition()));
    Some(vec![Line::text(method), Line::text(condition), Line::text(codes::cvm_result(result))])
}

/// Application PAN `5A`, masked.
pub fn pan(value: &[u8]) -> Reading {
    let pan = Pan::decode(tags::APPLICATION_PAN, value).ok()?;
    Some(Line::one(format!("{}, {} digits", pan.masked(), pan.digit_count())))
}

/// Track 2 Equivalent Data `57`, masked.
pub fn track_2(value: &[u8]) -> Reading {
    let track = Track2EquivalentData::decode(value).ok()?;
    let expiry = match track.expiration_date() {
        Some(date) => format!("expires {:04}-{:02}", date.year(), date.month()),
        None => "no month of expiry".into(),
    };
    Some(Line::one(format!("{}, {expiry}, service code {:03}", track.pan().masked(), track.service_code())))
}
