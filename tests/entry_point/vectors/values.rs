//! The texts of a case as values.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use tapkernel::core::data::{
    Aid, Amount, Currency, Database, Date, KernelId, Money, TerminalTransactionQualifiers as Ttq, Time,
    TransactionData, TransactionType,
};
use tapkernel::core::kernel::{OnlineResponse, Policies, ReaderLimits};
use tapkernel::core::outcome::{
    AlternateInterface, Cvm, LanguagePreference, MessageIdentifier as Message, OnlineResponseData, Outcome,
    OutcomeParameterSet, Start, Status, Tenths, UserInterfaceRequest, Value as Shown, ValueQualifier,
};
use tapkernel::core::tlv::Tag;
use tapkernel::entry_point::{Combination, Request};

use super::case::{Base, Case, Issuer, RequestText, Transaction};
use crate::bench::{amount, hex};

pub(super) fn transaction(text: &Transaction) -> TransactionData {
    TransactionData {
        amount: amount(text.amount),
        amount_other: amount(text.other),
        currency: Currency::new(text.currency, text.exponent).unwrap(),
        transaction_type: TransactionType::from_code(text.kind).unwrap(),
        date: Date::new(2026, 11, 21).unwrap(),
        time: Time::new(12, 34, 56).unwrap(),
    }
}

/// A Combination: `aid`, `kernel` and, by the name of a set of limits or as objects, `limits`.
pub(super) fn combination(base: &Base, text: &Value) -> Combination {
    Combination {
        aid: Aid::new(&hex(text["aid"].as_str().unwrap())).unwrap(),
        kernel: KernelId(u32::from_str_radix(text["kernel"].as_str().unwrap(), 16).unwrap()),
        limits: limits(base, &text["limits"]),
        extended_selection: text["extended_selection"] == true,
        data: Database::new(),
    }
}

fn limits(base: &Base, text: &Value) -> ReaderLimits {
    let text = match text.as_str() {
        Some(name) => &base.limits[name],
        None => text,
    };
    let mut limits =
        if text["like"].is_string() { limits(base, &text["like"]) } else { ReaderLimits::default() };
    for (key, value) in text.as_object().into_iter().flatten() {
        let flag = value.as_bool();
        let limit = value.as_u64().map(amount);
        match key.as_str() {
            "like" => {}
            "status_check" => limits.status_check_support = flag,
            "zero_allowed" => limits.zero_amount_allowed = flag,
            "zero_allowed_offline" => limits.zero_amount_allowed_offline = flag,
            "transaction_limit" => limits.transaction_limit = limit,
            "floor_limit" => limits.floor_limit = limit,
            "terminal_floor_limit" => limits.terminal_floor_limit = limit,
            "cvm_limit" => limits.cvm_required_limit = limit,
            "ttq" => limits.ttq = value.as_str().map(|ttq| Ttq(hex(ttq).try_into().unwrap())),
            other => panic!("{other} is no limit"),
        }
    }
    limits
}

pub(super) fn request(base: &Base, case: &Case, about: &Transaction) -> Option<Request> {
    let data = transaction(about);
    let own = case.combinations.iter().map(|text| combination(base, text));
    let combinations: Vec<_> = if case.request.fixed_amount {
        own.filter_map(|one| one.with_fixed_amount(data.amount, data.currency)).collect()
    } else {
        own.collect()
    };
    let RequestText { start, autorun, choice, card_timeout, transaction_timeout, .. } = &case.request;
    let request = Request {
        policies: Policies::AS_BOOK,
        start: self::start(if start.is_empty() { "A" } else { start }).unwrap(),
        autorun: *autorun,
        choice: *choice,
        card_timeout: card_timeout.map(Duration::from_secs),
        transaction_timeout: transaction_timeout.map(Duration::from_secs),
        ..Request::new(data, combinations.into())
    };
    (!request.combinations.is_empty()).then_some(request)
}

fn start(name: &str) -> Option<Start> {
    [Start::A, Start::B, Start::C, Start::D].into_iter().find(|start| start.to_string() == name)
}

pub(super) fn database(text: &BTreeMap<String, String>) -> Database {
    let mut database = Database::new();
    for (tag, value) in text {
        database.insert(tag.parse::<Tag>().unwrap(), &hex(value));
    }
    database
}

pub(super) fn issuer(text: &Issuer) -> OnlineResponse {
    OnlineResponse {
        data: database(&text.data),
        scripts: text.scripts.iter().map(|script| hex(script)).collect(),
    }
}

/// Message and status as coded, `FF` for none, then `h` and a hold time in 100 ms, `l` and languages, `a` or `b` and an
/// amount or a balance: `20 05 h13`.
fn ui(text: &str) -> UserInterfaceRequest {
    let mut words = text.split(' ');
    let message = code(words.next().unwrap());
    let status = code(words.next().unwrap());
    let statuses = [
        Status::NotReady,
        Status::Idle,
        Status::ReadyToRead,
        Status::Processing,
        Status::CardReadSuccessfully,
        Status::ProcessingError,
    ];
    let mut request = UserInterfaceRequest {
        message: MESSAGES.iter().copied().find(|known| known.code() == message),
        status: statuses.into_iter().find(|known| known.code() == status),
        ..UserInterfaceRequest::status(Status::Idle)
    };
    for word in words {
        let (kind, value) = word.split_at(1);
        let money = || Money {
            amount: Amount::new(value.parse().unwrap()).unwrap(),
            currency: Currency::new(978, 2).unwrap(),
        };
        match kind {
            "h" => request.hold = Tenths(value.parse().unwrap()),
            "l" => {
                let mut languages = [b' '; 8];
                languages[..value.len()].copy_from_slice(value.as_bytes());
                request.language_preference = Some(LanguagePreference(languages));
            }
            "a" => request.value = Some(Shown { qualifier: ValueQualifier::Amount, money: money() }),
            "b" => request.value = Some(Shown { qualifier: ValueQualifier::Balance, money: money() }),
            _ => panic!("{word} in {text}"),
        }
    }
    request
}

const MESSAGES: &[Message] = &[
    Message::Approved,
    Message::NotAuthorised,
    Message::PresentCard,
    Message::SeePhone,
    Message::PresentCardAgain,
    Message::AuthorisingPleaseWait,
    Message::InsertSwipeOrTryAnotherCard,
    Message::PleaseInsertCard,
    Message::PleaseInsertOrSwipeCard,
];

fn code(text: &str) -> u8 {
    u8::from_str_radix(text, 16).unwrap()
}

/// The opposite of [`ui`].
pub(super) fn ui_text(request: &UserInterfaceRequest) -> String {
    let message = request.message.map_or(0xFF, Message::code);
    let status = request.status.map_or(0xFF, Status::code);
    let mut text = format!("{message:02X} {status:02X}");
    if request.hold != Tenths(0) {
        text += &format!(" h{}", request.hold.0);
    }
    if let Some(LanguagePreference(languages)) = request.language_preference {
        text += &format!(" l{}", std::str::from_utf8(&languages).unwrap().trim_end());
    }
    if let Some(Shown { qualifier, money }) = request.value {
        let kind = if qualifier == ValueQualifier::Amount { 'a' } else { 'b' };
        text += &format!(" {kind}{}", money.amount.minor_units());
    }
    text
}

/// The outcome that a test kernel gives: the name of one, or an object.
pub(super) fn outcome(base: &Base, text: &Value) -> OutcomeParameterSet {
    let text = match text.as_str() {
        Some(name) => &base.outcomes[name],
        None => text,
    };
    let word = |key: &str| text[key].as_str().unwrap_or("N/A");
    let tenths = |key: &str| text[key].as_u64().map(|time| Tenths(u16::try_from(time).unwrap()));
    let objects =
        |key: &str| text.get(key).map(|value| database(&serde_json::from_value(value.clone()).unwrap()));
    let request = |key: &str| text[key].as_str().map(ui);
    OutcomeParameterSet {
        start: start(word("start")),
        online_response_data: match word("online_response_data") {
            "EMV data" => OnlineResponseData::EmvData,
            "any" => OnlineResponseData::Any,
            _ => OnlineResponseData::NotApplicable,
        },
        cvm: [Cvm::NoCvm, Cvm::OnlinePin, Cvm::ConfirmationCodeVerified, Cvm::ObtainSignature]
            .into_iter()
            .find(|cvm| cvm.to_string() == word("cvm"))
            .unwrap_or_default(),
        ui_on_outcome: request("ui_on_outcome"),
        ui_on_restart: request("ui_on_restart"),
        data_record: objects("data_record"),
        discretionary_data: objects("discretionary_data"),
        alternate_interface: match word("alternate_interface") {
            "contact chip" => AlternateInterface::ContactChip,
            "mag-stripe" => AlternateInterface::MagStripe,
            "both" => AlternateInterface::Both,
            _ => AlternateInterface::NotApplicable,
        },
        receipt: text["receipt"] == true,
        field_off: tenths("field_off"),
        removal_timeout: tenths("removal_timeout").unwrap_or_default(),
        ..OutcomeParameterSet::new(outcome_named(word("outcome")))
    }
}

fn outcome_named(name: &str) -> Outcome {
    [
        Outcome::Approved,
        Outcome::Declined,
        Outcome::OnlineRequest,
        Outcome::TryAgain,
        Outcome::SelectNext,
        Outcome::TryAnotherInterface,
        Outcome::EndApplication,
    ]
    .into_iter()
    .find(|outcome| outcome.to_string() == name)
    .unwrap_or_else(|| panic!("{name} is no outcome"))
}
