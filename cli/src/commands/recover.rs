//! `tap recover`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tapkernel_terminal::books::{Due, Transaction, Verdict};
use tapkernel_terminal::journal::TransactionId;
use tapkernel_terminal::result_code::ResultCode;
use tapkernel_terminal::terminal::{Pending, Terminal};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Place, Shop, journal_failed, sale_failed};

const ABOUT: &str = "\
Finishes what a crash or a dead line left: transactions come to a verdict, reversals and advices go out until they are
acknowledged, a settlement is resumed. Run twice it changes nothing the second time. Exit status 3: something still waits.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let mut terminal = Shop::open(&arguments.place)?.terminal_without_pins(&arguments.place)?;
    let report = terminal.recover().map_err(|error| sale_failed(&error))?;
    let results = deliver(&mut terminal, &report.done)?;
    results.iter().for_each(|result| output.line(line(result)));
    let pending = documents(&terminal, &report.pending)?;
    pending.iter().for_each(|waits| output.aside(format!("tap: still waits for the acquirer: {waits}")));
    if let Some(settled) = &report.settled {
        output.line(format!("batch {} is closed", settled.batch));
    }
    output.document(&json!({
        "results": results.iter().map(document).collect::<Value>(),
        "pending": pending,
        "settled": report.settled.as_ref().map(|settled| settled.batch),
    }));
    Ok(if report.pending.is_empty() { Exit::Done } else { Exit::Unknown })
}

/// The results that nobody was told of, and those that have just come about.
fn deliver(terminal: &mut Terminal, done: &[TransactionId]) -> Result<Vec<Transaction>, Failure> {
    let undelivered = terminal.undelivered();
    let undelivered = undelivered.iter().map(|result| result.transaction().id);
    let ids: BTreeSet<_> = undelivered.chain(done.iter().copied()).collect();
    let mut results = Vec::new();
    for id in ids {
        terminal.delivered(id).map_err(|error| journal_failed(&error))?;
        results.extend(terminal.reports().by_id(id).map_err(|error| journal_failed(&error))?);
    }
    Ok(results)
}

fn line(transaction: &Transaction) -> String {
    format!("{}: {}: {}", number(transaction), transaction.begun.kind, code(transaction).text())
}

fn code(transaction: &Transaction) -> ResultCode {
    ResultCode::of(transaction.verdict().unwrap_or(Verdict::Unknown))
}

fn document(transaction: &Transaction) -> Value {
    json!({
        "stan": number(transaction),
        "type": transaction.begun.kind.word(),
        "outcome": till::outcome_word(transaction.verdict()),
        "code": code(transaction).0,
        "what_to_do": code(transaction).what_to_do(),
    })
}

fn documents(terminal: &Terminal, pending: &[Pending]) -> Result<Vec<Value>, Failure> {
    let document = |waits: &Pending| {
        let transaction =
            terminal.reports().by_id(waits.transaction).map_err(|error| journal_failed(&error))?;
        Ok(json!({
            "stan": transaction.as_ref().map(number),
            "due": word(waits.due),
            "refused": waits.refused.map(|code| code.to_string()),
        }))
    };
    pending.iter().map(document).collect()
}

const fn word(due: Due) -> &'static str {
    match due {
        Due::Reversal { .. } => "reversal",
        Due::Completion { .. } => "completion",
        Due::OfflineApproval { .. } => "offline approval",
        Due::Void { .. } => "void",
    }
}

fn number(transaction: &Transaction) -> String {
    format!("{:06}", transaction.stan().number())
}
