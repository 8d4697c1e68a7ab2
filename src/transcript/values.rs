//! The texts of a transcript as values.

use std::collections::BTreeMap;

use serde_json::Value;
use tapkernel_core::data::{
    Amount, Database, Date, Money, TerminalTransactionQualifiers, Time, TransactionData, TransactionType,
};
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::tlv::{Tag, TlvWriter};

use super::format::{Step, TransactionText, TranscriptError};
use crate::profile::{Profile, ProfileCurrency};
use crate::reader::Tap;

impl TransactionText {
    /// The text of a tap, without the numbers to be drawn.
    pub(super) fn of(tap: &Tap) -> Self {
        let TransactionData { amount, amount_other, currency, transaction_type, date, time } =
            tap.transaction;
        Self {
            amount: amount.minor_units(),
            amount_other: amount_other.minor_units(),
            currency: Value::from(currency.code()),
            transaction_type: transaction_type_name(transaction_type).to_owned(),
            date: format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            time: format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second()),
            unpredictable_numbers: Vec::new(),
        }
    }

    /// The tap that it stands for, under `profile`.
    pub(super) fn tap(&self, profile: &Profile) -> Result<Tap, TranscriptError> {
        let at = |name: &str| format!("transaction.{name}");
        let amount = |name, minor_units| {
            Amount::new(minor_units)
                .ok_or_else(|| TranscriptError::field(at(name), "more than twelve digits"))
        };
        let transaction_type = transaction_type(&self.transaction_type)
            .ok_or_else(|| TranscriptError::field(at("type"), "not purchase, cashback, cash or refund"))?;
        let currency = match &self.currency {
            Value::Number(code) => format!("{:0>3}", code.to_string()),
            other => other.as_str().unwrap_or_default().to_owned(),
        };
        let currency = profile
            .currency(&currency)
            .map(ProfileCurrency::currency)
            .ok_or_else(|| TranscriptError::field(at("currency"), "not a currency of the profile"))?;
        let date = parse_date(&self.date)
            .ok_or_else(|| TranscriptError::field(at("date"), "not a day as YYYY-MM-DD"))?;
        let time = parse_time(&self.time)
            .ok_or_else(|| TranscriptError::field(at("time"), "not a time as HH:MM:SS"))?;
        let money = Money { amount: amount("amount", self.amount)?, currency };
        Ok(Tap::new(transaction_type, money, amount("amount_other", self.amount_other)?, (date, time)))
    }

    /// The numbers to be drawn.
    pub(super) fn unpredictable_numbers(&self) -> Result<Vec<[u8; 4]>, TranscriptError> {
        self.unpredictable_numbers
            .iter()
            .enumerate()
            .map(|(at, text)| {
                let mut number = [0; 4];
                hex::decode_to_slice(text, &mut number).map(|()| number).map_err(|_| {
                    TranscriptError::field(
                        format!("transaction.unpredictable_numbers[{at}]"),
                        "not four bytes in hexadecimal",
                    )
                })
            })
            .collect()
    }
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let date = Date::new(number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?)?;
    parts.next().is_none().then_some(date)
}

fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let time = Time::new(number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?)?;
    parts.next().is_none().then_some(time)
}

fn number<T: std::str::FromStr>(digits: &str) -> Option<T> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn transaction_type(name: &str) -> Option<TransactionType> {
    match name {
        "purchase" => Some(TransactionType::Purchase),
        "cashback" => Some(TransactionType::Cashback),
        "cash" => Some(TransactionType::Cash),
        "refund" => Some(TransactionType::Refund),
        _ => None,
    }
}

const fn transaction_type_name(transaction_type: TransactionType) -> &'static str {
    match transaction_type {
        TransactionType::Cashback => "cashback",
        TransactionType::Cash => "cash",
        TransactionType::Refund => "refund",
        _ => "purchase",
    }
}

const EVENTS: [&str; 8] = [
    "card-removed",
    "card-presented",
    "collision",
    "stop",
    "time-out",
    "det",
    "online-response",
    "pin-entered",
];

/// A misspelt event is an error where it stands, also where the tap would not come to it.
pub(super) fn check_events(steps: &[Step]) -> Result<(), TranscriptError> {
    let unknown = |step: &Step| step.event.as_ref().is_some_and(|event| !EVENTS.contains(&event.as_str()));
    match steps.iter().position(unknown) {
        Some(at) => {
            let wanted = format!("none of {}", EVENTS.join(", "));
            Err(TranscriptError::field(format!("exchanges[{at}].event"), wanted))
        }
        None => Ok(()),
    }
}

pub(super) fn l1_error(name: &str) -> Option<L1Error> {
    match name {
        "time-out" => Some(L1Error::TimeOut),
        "transmission" => Some(L1Error::Transmission),
        "protocol" => Some(L1Error::Protocol),
        _ => None,
    }
}

pub(super) const fn l1_error_name(error: L1Error) -> &'static str {
    match error {
        L1Error::TimeOut => "time-out",
        L1Error::Transmission => "transmission",
        L1Error::Protocol => "protocol",
    }
}

/// The terminal's data objects, with a TTQ that is one.
pub(super) fn terminal(text: &BTreeMap<String, String>) -> Result<Database, TranscriptError> {
    let data = objects("terminal", text)?;
    match data.get(TerminalTransactionQualifiers::TAG).map(TerminalTransactionQualifiers::decode) {
        Some(Err(_)) => Err(TranscriptError::field("terminal.9F66", "not a TTQ of four bytes")),
        _ => Ok(data),
    }
}

/// Data objects by tag, in hexadecimal.
pub(super) fn objects(field: &str, text: &BTreeMap<String, String>) -> Result<Database, TranscriptError> {
    let mut database = Database::new();
    for (tag, value) in text {
        let at = || format!("{field}.{tag}");
        let tag: Tag = tag.parse().map_err(|_| TranscriptError::field(at(), "not a tag"))?;
        database.insert(tag, &bytes(&at(), value)?);
    }
    Ok(database)
}

/// The issuer's answer: `71` and `72` are scripts, anything else its data objects.
pub(super) fn online_response(
    field: &str,
    text: &BTreeMap<String, String>,
) -> Result<OnlineResponse, TranscriptError> {
    let mut response = OnlineResponse::default();
    for (tag, value) in objects(field, text)?.iter() {
        if matches!(tag.coded(), 0x71 | 0x72) {
            let mut script = TlvWriter::new();
            script
                .append(tag, value)
                .map_err(|_| TranscriptError::field(format!("{field}.{tag}"), "too long for a script"))?;
            response.scripts.push(script.into_bytes());
        } else {
            response.data.insert(tag, value);
        }
    }
    Ok(response)
}

pub(super) fn bytes(field: &str, text: &str) -> Result<Vec<u8>, TranscriptError> {
    hex::decode(text).map_err(|error| TranscriptError::field(field, format!("not hexadecimal: {error}")))
}
