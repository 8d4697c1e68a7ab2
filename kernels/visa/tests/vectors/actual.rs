//! Runs a case and puts what came of it into the form in which cases expect it.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::Database;
use tapkernel_core::kernel::{Activation, KernelConclusion, OnlineResponse};
use tapkernel_core::outcome::{
    AlternateInterface, ErrorIndication, L1Error, OnlineResponseData, UserInterfaceRequest, ValueQualifier,
};
use tapkernel_core::tlv::Tag;

use super::base::{Base, tag};
use super::case::{Case, Exchange, Issuer};
use super::support::card::{Card, hex};
use super::support::{Answer, Answers, Run, run_activation, unhex};

/// A card that is told its answers, as far as the case tells them.
struct Told<'a> {
    card: Card,
    exchanges: &'a [Exchange],
    next: usize,
}

impl Answers for Told<'_> {
    fn fci(&self) -> Vec<u8> {
        self.card.fci()
    }

    fn answer(&mut self, command: &[u8]) -> Answer {
        let exchange = self.exchanges.get(self.next);
        self.next += 1;
        match exchange {
            Some(Exchange { r: Some(bytes), .. }) => Answer::Bytes(unhex(bytes)),
            Some(Exchange { l1: Some(error), .. }) => Answer::Error(l1_error(error)),
            Some(Exchange { event: Some(event), .. }) if event == "stop" => Answer::Stop,
            Some(Exchange { event: Some(event), .. }) => panic!("{event} is no event"),
            _ => self.card.answer(command),
        }
    }
}

fn l1_error(word: &str) -> L1Error {
    match word {
        "time-out" => L1Error::TimeOut,
        "transmission" => L1Error::Transmission,
        "protocol" => L1Error::Protocol,
        other => panic!("{other} is no error of level 1"),
    }
}

/// Everything that a case can expect something of.
pub(super) struct Actual {
    pub(super) report: Map<String, Value>,
    pub(super) data: Database,
    pub(super) data_record: Database,
    pub(super) path: Vec<&'static str>,
    pub(super) commands: Vec<String>,
    /// How many commands the card expects if nothing goes wrong.
    pub(super) regular: usize,
}

pub(super) fn run(base: &Base, case: &Case) -> Actual {
    let card = base.card(case);
    let regular = 1 + card.records.len();
    let mut activation = base.reader(case).activation(&card.fci());
    prepare(&mut activation, case);
    let run = run_activation(activation, &mut Told { card, exchanges: &case.exchanges, next: 0 });
    Actual {
        report: report(&run),
        data_record: run.conclusion.parameters.data_record.clone().unwrap_or_default(),
        data: run.database,
        path: run.path,
        commands: run.commands.iter().map(|command| hex(command)).collect(),
        regular,
    }
}

fn prepare(activation: &mut Activation, case: &Case) {
    if case.reader.without_ttq {
        activation.pre_processing.ttq = None;
    }
    if case.reader.without_selection {
        activation.selection = None;
    }
    activation.online_response = case.issuer.as_ref().map(online_response);
    let previous = case.issuer.as_ref().and_then(|issuer| issuer.previous.as_ref());
    activation.previous = previous.map(database);
    let status = case.issuer.as_ref().and_then(|issuer| issuer.select.as_deref());
    if let (Some(status), Some(selection)) = (status, &mut activation.selection) {
        selection.status = StatusWord(u16::from_str_radix(status, 16).unwrap());
    }
}

fn online_response(issuer: &Issuer) -> OnlineResponse {
    let scripts = issuer.scripts.iter().map(|script| unhex(script)).collect();
    OnlineResponse { data: database(&issuer.data), scripts }
}

fn database(objects: &BTreeMap<String, String>) -> Database {
    let mut database = Database::new();
    objects.iter().for_each(|(at, value)| database.insert(Tag::new(tag(at)), &unhex(value)));
    database
}

fn report(run: &Run) -> Map<String, Value> {
    let KernelConclusion { parameters, error, oda } = &run.conclusion;
    let processing = run.messages.iter().map(|request| user_interface("processing", request));
    let on_outcome = parameters.ui_on_outcome.iter().map(|request| user_interface("outcome", request));
    let on_restart = parameters.ui_on_restart.iter().map(|request| user_interface("restart", request));
    let report = json!({
        "outcome": parameters.outcome.to_string(),
        "start": parameters.start.map_or("N/A".to_owned(), |start| start.to_string()),
        "online_response_data": match parameters.online_response_data {
            OnlineResponseData::NotApplicable => "N/A",
            OnlineResponseData::EmvData => "EMV Data",
            OnlineResponseData::Any => "Any",
        },
        "cvm": parameters.cvm.to_string(),
        "alternate_interface": match parameters.alternate_interface {
            AlternateInterface::NotApplicable => "N/A",
            AlternateInterface::ContactChip => "Contact Chip",
            AlternateInterface::MagStripe => "Mag-stripe",
            AlternateInterface::Both => "Both",
        },
        "receipt": parameters.receipt,
        "field_off": parameters.field_off.map(|time| time.0),
        "removal_timeout": parameters.removal_timeout.0,
        "ui": processing.chain(on_outcome).chain(on_restart).collect::<Vec<_>>(),
        "error": error_indication(error),
        "oda": {
            "method": oda.method.to_string(),
            "result": oda.result.to_string(),
            "reason": oda.reason.map(|reason| reason.to_string()),
        },
        "has_data_record": parameters.data_record.is_some(),
        "discretionary_data": parameters.discretionary_data.as_ref().map(by_tag),
    });
    report.as_object().unwrap().clone()
}

/// Only what is there.
fn error_indication(error: &ErrorIndication) -> Value {
    let parts = [
        ("l1", error.l1.map(|l1| l1.name().to_owned())),
        ("l2", error.l2.map(|l2| l2.name().to_owned())),
        ("l3", error.l3.map(|l3| l3.name().to_owned())),
        ("sw", error.status_word.map(|status| status.to_string())),
        ("message", error.message_on_error.map(|message| format!("{:02X}", message.code()))),
    ];
    parts
        .into_iter()
        .filter_map(|(name, part)| Some((name.to_owned(), part?.into())))
        .collect::<Map<_, _>>()
        .into()
}

fn user_interface(on: &str, request: &UserInterfaceRequest) -> Value {
    let mut shown = json!({
        "on": on,
        "message": request.message.map_or("N/A".to_owned(), |message| format!("{:02X}", message.code())),
        "status": request.status.map_or("N/A", |status| status.name()),
        "hold": request.hold.0,
    });
    if let Some(value) = request.value {
        let qualifier = match value.qualifier {
            ValueQualifier::Amount => "amount",
            ValueQualifier::Balance => "balance",
        };
        shown[qualifier] = json!([value.money.amount.minor_units(), value.money.currency.code()]);
    }
    if let Some(languages) = request.language_preference {
        shown["languages"] = String::from_utf8_lossy(&languages.0).trim_end_matches('\0').into();
    }
    shown
}

fn by_tag(objects: &Database) -> Map<String, Value> {
    objects.iter().map(|(tag, value)| (tag.to_string(), hex(value).into())).collect()
}
