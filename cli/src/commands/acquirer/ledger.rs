//! `tap acquirer ledger`.

use std::path::PathBuf;

use serde_json::{Value, json};
use tapkernel_simulator::host::{BatchName, HostEntry, HostLedger};
use tapkernel_terminal::acquirer::{CountAndSum, Totals};

use crate::exit::{Exit, Failure};
use crate::output::Output;

const ABOUT: &str = "\
The file may be in use. Lines come in the order of their messages, totals by terminal, batch and currency. All amounts are
minor units of the currency, whole numbers: 1051 is 10.51 EUR, 1051 JPY, 1.051 TND. Totals are those of fields 74 to 77 and
86 to 89: a void counts as itself and as a reversal, what a reversal advice undid counts nowhere; net is debits less their
reversals less credits plus theirs; held are pre-authorisations, with increments, that were neither completed nor undone.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// The file that `tap acquirer serve --ledger` was given.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let path = &arguments.file;
    let ledger = HostLedger::read(path)
        .map_err(|error| Failure::bad_input("FILE", format!("{}: {error}", path.display())))?;
    ledger.entries().iter().for_each(|entry| output.line(line(&ledger, entry)));
    let mut documents = Vec::new();
    for batch in ledger.batches() {
        let totals = ledger.totals(&batch.terminal, batch.batch, batch.currency).zip(ledger.held(&batch));
        let too_great = || Failure::bad_input("FILE", "the totals are greater than 64 bits hold");
        let (totals, held) = totals.ok_or_else(too_great)?;
        let closed = is_closed(&ledger, &batch);
        output.line(totals_line(&batch, &totals, held, closed));
        documents.push(totals_document(&batch, &totals, held, closed));
    }
    let lines: Vec<_> = ledger.entries().iter().map(|entry| document(&ledger, entry)).collect();
    output.document(&json!({ "lines": lines, "totals": documents }));
    Ok(Exit::Done)
}

/// The line as the books have it, and whether it stands.
fn document(ledger: &HostLedger, entry: &HostEntry) -> Value {
    let mut document = json!(entry);
    if let Some(fields) = document.as_object_mut() {
        fields.insert("standing".to_owned(), ledger.is_standing(entry).into());
    }
    document
}

/// For people: an asterisk before what stands.
fn line(ledger: &HostLedger, entry: &HostEntry) -> String {
    let HostEntry { terminal, stan, transmitted, batch, kind, state, .. } = entry;
    let code = String::from_utf8_lossy(&entry.response_code);
    let (amount, stands) = (money(entry.amount, entry.currency), ledger.is_standing(entry));
    let (mark, settled) = (if stands { '*' } else { ' ' }, if entry.settled { ", settled" } else { "" });
    format!(
        "{mark} {terminal} {stan:06} {transmitted} batch {batch}: {kind} of {amount}, {code}, {state}{settled}"
    )
}

fn is_closed(ledger: &HostLedger, batch: &BatchName) -> bool {
    let of_batch = ledger.entries().iter().filter(|entry| batch.has(entry));
    let mut counted = of_batch.filter(|entry| entry.kind.moves_money()).peekable();
    counted.peek().is_some() && counted.all(|entry| entry.settled)
}

fn totals_document(batch: &BatchName, totals: &Totals, held: CountAndSum, closed: bool) -> Value {
    let total = |total: CountAndSum| json!({ "count": total.count, "sum": total.sum });
    json!({
        "terminal": batch.terminal,
        "batch": batch.batch,
        "currency": batch.currency,
        "debits": total(totals.debits),
        "debit_reversals": total(totals.debit_reversals),
        "credits": total(totals.credits),
        "credit_reversals": total(totals.credit_reversals),
        "held": total(held),
        "net": i64::try_from(totals.net()).ok(),
        "closed": closed,
    })
}

fn totals_line(batch: &BatchName, totals: &Totals, held: CountAndSum, closed: bool) -> String {
    let total = |total: CountAndSum| format!("{} of {}", total.count, money(total.sum, batch.currency));
    let net = money(u64::try_from(totals.net().unsigned_abs()).unwrap_or(u64::MAX), batch.currency);
    let sign = if totals.net() < 0 { "-" } else { "" };
    format!(
        "{} batch {}, {}: debits {}, reversed {}; credits {}, reversed {}; held {}; net {sign}{net}",
        batch.terminal,
        batch.batch,
        if closed { "closed" } else { "open" },
        total(totals.debits),
        total(totals.debit_reversals),
        total(totals.credits),
        total(totals.credit_reversals),
        total(held),
    )
}

/// Code, letters and decimals of some currencies; amounts in others are written in minor units.
const CURRENCIES: [(u16, &str, u32); 9] = [
    (8, "ALL", 2),
    (156, "CNY", 2),
    (392, "JPY", 0),
    (504, "MAD", 2),
    (788, "TND", 3),
    (826, "GBP", 2),
    (840, "USD", 2),
    (978, "EUR", 2),
    (48, "BHD", 3),
];

fn money(minor_units: u64, currency: u16) -> String {
    let known = CURRENCIES.iter().find(|(code, ..)| *code == currency);
    let Some((_, letters, decimals)) = known else {
        return format!("{minor_units} minor units of {currency:03}");
    };
    let unit = 10_u64.pow(*decimals);
    let places = usize::try_from(*decimals).unwrap_or_default();
    match places {
        0 => format!("{minor_units} {letters}"),
        _ => format!("{}.{:0places$} {letters}", minor_units / unit, minor_units % unit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_has_the_decimals_of_its_currency() {
        for (minor_units, currency, text) in [
            (1051, 978, "10.51 EUR"),
            (5, 978, "0.05 EUR"),
            (1051, 392, "1051 JPY"),
            (1051, 788, "1.051 TND"),
            (1051, 36, "1051 minor units of 036"),
        ] {
            assert_eq!(money(minor_units, currency), text);
        }
    }
}
