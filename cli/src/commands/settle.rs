//! `tap settle`.

use serde_json::{Value, json};
use tapkernel::profile::Profile;
use tapkernel_terminal::terminal::{SettledCurrency, Terminal};

use super::totals;
use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Place, Shop, sale_failed, settle_failed};

const ABOUT: &str = "\
Closes the batch: what is due goes out, the totals of each currency are compared with the acquirer's, and where they differ
every transaction is sent. Exit status 1: the acquirer has other totals all the same. A settlement that was cut short is done
again by the same command, with the same number.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// The clock is right, though it has jumped since the last transaction: by more than 24 hours, or back.
    #[arg(long, requires = "supervisor")]
    confirm_clock: bool,
    /// Code of the supervisor who says so; NAME:CODE unless the name is supervisor.
    #[arg(long, value_name = "CODE")]
    supervisor: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let shop = Shop::open(&arguments.place)?;
    let grant = till::supervisor(&shop, arguments.supervisor)?;
    let mut terminal = shop.terminal_without_pins(&arguments.place)?;
    if let Some(grant) = grant.filter(|_| arguments.confirm_clock) {
        terminal.confirm_clock(&grant).map_err(|error| sale_failed(&error))?;
    }
    settle(&mut terminal, &shop.profile, output)
}

fn settle(terminal: &mut Terminal, profile: &Profile, output: Output) -> Result<Exit, Failure> {
    let report = terminal.settle().map_err(|error| settle_failed(&error))?;
    output.line(format!("batch {} is closed, {}", report.batch, report.at));
    let mut documents = Vec::new();
    for settled in &report.currencies {
        let said = if settled.balanced { "balanced" } else { "NOT BALANCED" };
        let lines = totals::lines(profile, settled.currency, &settled.totals)?;
        lines.iter().for_each(|line| output.line(line));
        output
            .line(format!("  {said}{}", if settled.uploaded { ", every transaction was sent" } else { "" }));
        documents.push(document(profile, settled)?);
    }
    let balanced = report.currencies.iter().all(|settled| settled.balanced);
    let at = report.at.to_string();
    output
        .document(&json!({ "batch": report.batch, "at": at, "balanced": balanced, "currencies": documents }));
    Ok(if balanced { Exit::Done } else { Exit::Unmet })
}

fn document(profile: &Profile, settled: &SettledCurrency) -> Result<Value, Failure> {
    let mut document = totals::document(profile, settled.currency, &settled.totals)?;
    if let Some(fields) = document.as_object_mut() {
        fields.insert("balanced".to_owned(), settled.balanced.into());
        fields.insert("uploaded".to_owned(), settled.uploaded.into());
    }
    Ok(document)
}
