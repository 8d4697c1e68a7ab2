//! The two ledgers, laid beside each other.

use std::collections::{BTreeMap, BTreeSet};

use tapkernel_simulator::host::{Host, Kind, State};
use tapkernel_terminal::acquirer::Totals;
use tapkernel_terminal::books::{Books, Transaction, Verdict};
use tapkernel_terminal::journal::{Entry, Record, TransactionId};
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::transaction_kind::TransactionKind;

use crate::shop::TERMINAL_ID;

/// A line that was approved, and was not undone by a reversal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    stan: u32,
    transmitted: String,
    kind: Kind,
    amount: u64,
    currency: u16,
    batch: u32,
    /// Standing, completed, voided.
    state: String,
}

/// Every transaction in these records.
pub(crate) fn transactions(records: &[Record]) -> Vec<Transaction> {
    let mut all: BTreeMap<TransactionId, Transaction> = BTreeMap::new();
    for record in records {
        match (&record.entry, record.transaction) {
            (Entry::Begun(_), Some(id)) => drop(all.insert(id, Transaction::begin(record).unwrap())),
            (_, Some(id)) => all.get_mut(&id).unwrap().apply(record),
            _ => {}
        }
    }
    all.into_values().collect()
}

fn transmitted(at: Moment) -> String {
    let (date, time) = (at.date, at.time);
    let parts = [date.month(), date.day(), time.hour(), time.minute(), time.second()];
    parts.iter().map(|part| format!("{part:02}")).collect()
}

fn kind(kind: TransactionKind) -> Option<Kind> {
    match kind {
        TransactionKind::Refund => Some(Kind::Refund),
        TransactionKind::PreAuthorisation => Some(Kind::PreAuthorisation),
        TransactionKind::Increment => Some(Kind::Increment),
        TransactionKind::Void | TransactionKind::PreAuthorisationCancellation => None,
        _ => Some(Kind::Debit),
    }
}

/// What the terminal's records say.
pub(crate) fn lines_of_terminal(all: &[Transaction]) -> Vec<Line> {
    let followed_by = |id: TransactionId, kinds: &[TransactionKind]| {
        all.iter().any(|t| t.begun.original == Some(id) && kinds.contains(&t.begun.kind) && t.is_approved())
    };
    let line = |t: &Transaction| {
        let kind = kind(t.begun.kind)?;
        let message = t.messages.last().expect("approved, and the acquirer was never told");
        let state = match () {
            () if followed_by(
                t.id,
                &[TransactionKind::Void, TransactionKind::PreAuthorisationCancellation],
            ) =>
            {
                "voided"
            }
            () if followed_by(t.id, &[TransactionKind::Completion]) => "completed",
            () => "standing",
        };
        Some(Line {
            stan: message.stan.number(),
            transmitted: transmitted(message.made),
            kind,
            amount: t.begun.money.amount.minor_units(),
            currency: t.begun.money.currency.code(),
            batch: t.begun.batch,
            state: state.to_owned(),
        })
    };
    let mut lines: Vec<_> = all.iter().filter(|t| t.is_approved()).filter_map(line).collect();
    lines.sort();
    lines
}

/// What the host's ledger says.
pub(crate) fn lines_of_host(host: &Host) -> Vec<Line> {
    let entries = host.ledger().entries().iter();
    let standing = entries.filter(|line| line.is_approved() && line.state != State::Reversed);
    let mut lines: Vec<_> = standing
        .map(|line| Line {
            stan: line.stan,
            transmitted: line.transmitted.clone(),
            kind: line.kind,
            amount: line.amount,
            currency: line.currency,
            batch: line.batch,
            state: line.state.to_string(),
        })
        .collect();
    lines.sort();
    lines
}

/// Everything that must hold when nothing waits any more. `Err` says what does not.
pub(crate) fn agree(records: &[Record], host: &Host) -> Result<(), String> {
    let all = transactions(records);
    for transaction in &all {
        if !matches!(transaction.verdict(), Some(Verdict::Approved | Verdict::Declined(_))) {
            return Err(format!("not resolved: {transaction:#?}"));
        }
    }
    let (ours, theirs) = (lines_of_terminal(&all), lines_of_host(host));
    if ours != theirs {
        let [ours, theirs]: [BTreeSet<Line>; 2] = [ours, theirs].map(|lines| lines.into_iter().collect());
        let only = |a: &BTreeSet<Line>, b: &BTreeSet<Line>| a.difference(b).cloned().collect::<Vec<_>>();
        let (ours, theirs) = (only(&ours, &theirs), only(&theirs, &ours));
        return Err(format!("only the terminal has {ours:#?}\nonly the host has {theirs:#?}"));
    }
    references(&all)?;
    totals(records, host)
}

/// At most one transaction for a reference, and at most one approval in it.
fn references(all: &[Transaction]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for transaction in all {
        let Some(reference) = &transaction.begun.reference else { continue };
        if !seen.insert(reference) {
            return Err(format!("the reference {reference} was used twice"));
        }
    }
    Ok(())
}

/// The totals of the open batch, currency by currency, and from the lines themselves.
fn totals(records: &[Record], host: &Host) -> Result<(), String> {
    let mut books = Books::default();
    records.iter().for_each(|record| books.apply(record));
    for (currency, totals) in books.totals().currencies() {
        let theirs = host.ledger().totals(TERMINAL_ID, books.batch(), currency.code());
        if theirs != Some(totals.totals) {
            return Err(format!("totals in {currency:?}: {:?}, the host has {theirs:?}", totals.totals));
        }
        let summed = summed(records, books.batch(), currency.code());
        if summed != totals.totals {
            return Err(format!("totals in {currency:?}: {:?}, the lines say {summed:?}", totals.totals));
        }
    }
    Ok(())
}

/// The totals of a batch, added up naively.
fn summed(records: &[Record], batch: u32, currency: u16) -> Totals {
    let lines = lines_of_terminal(&transactions(records));
    let mut totals = Totals::default();
    for line in lines.iter().filter(|line| line.batch == batch && line.currency == currency) {
        let (total, undone) = match line.kind {
            Kind::Debit => (&mut totals.debits, &mut totals.debit_reversals),
            Kind::Refund => (&mut totals.credits, &mut totals.credit_reversals),
            _ => continue,
        };
        *total = total.and(line.amount).unwrap();
        if line.state == "voided" {
            *undone = undone.and(line.amount).unwrap();
        }
    }
    totals
}
