//! The journal beside the acquirer's file.

use std::collections::BTreeMap;

use tapkernel::core::data::{Amount, Currency, Date, Money};

use super::History;
use crate::acquirer::Stan;
use crate::books::Transaction;
use crate::moment::date_of;
use crate::transaction_kind::{Side, TransactionKind};

/// A line of the acquirer's file: money that it has booked for this terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcquirerLine {
    /// Systems Trace Audit Number.
    pub stan: Stan,
    /// Date of the message, local to the terminal.
    pub date: Date,
    /// From the cardholder, or to the cardholder.
    pub side: Side,
    /// How much.
    pub money: Money,
}

/// What the journal and the acquirer's file say of the same days, and where they differ. Nothing is corrected: what
/// only the acquirer has was debited without a receipt, what only the journal has was given away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciliation {
    /// How many lines agree.
    pub agree: usize,
    /// Approved here, and not in the file.
    pub only_here: Vec<Transaction>,
    /// In the file, and not approved here: declined, undone or unknown to the journal.
    pub only_there: Vec<AcquirerLine>,
    /// The same number and date, and another amount, currency or side.
    pub differ: Vec<(Transaction, AcquirerLine)>,
}

impl Reconciliation {
    /// Whether there is no difference.
    pub fn is_clean(&self) -> bool {
        self.only_here.is_empty() && self.only_there.is_empty() && self.differ.is_empty()
    }
}

/// Why the acquirer's file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct FileError {
    /// Line, from 1; the names of the columns are in line 1.
    pub line: usize,
    /// What is wrong, and with which column.
    pub what: String,
}

impl AcquirerLine {
    /// Reads a CSV file (RFC 4180) with the columns `stan`, `date` (YYYY-MM-DD), `side` (`debit` or `credit`), `amount`
    /// (minor units), `currency` (ISO 4217 number) and `exponent`, in any order; others are left alone.
    ///
    /// # Errors
    ///
    /// [`FileError`] for the first line that cannot be read.
    pub fn read_csv(text: &str) -> Result<Vec<Self>, FileError> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let at = |line: usize| move |what: &str| FileError { line, what: what.to_owned() };
        let rows = reader.deserialize::<BTreeMap<String, String>>().zip(2..);
        rows.map(|(row, line)| {
            let row = row.map_err(|_| at(line)("it has not as many fields as there are columns"))?;
            Self::of_row(&row).map_err(|column| at(line)(&format!("{column} is missing or wrong")))
        })
        .collect()
    }

    fn of_row(row: &BTreeMap<String, String>) -> Result<Self, &'static str> {
        let field = |column: &'static str| row.get(column).map(|text| text.trim()).ok_or(column);
        let number = |column: &'static str| field(column)?.parse::<u64>().map_err(|_| column);
        let stan = u32::try_from(number("stan")?).ok().and_then(Stan::new).ok_or("stan")?;
        let date = date_of(field("date")?).ok_or("date")?;
        let side = match field("side")? {
            "debit" => Side::Debit,
            "credit" => Side::Credit,
            _ => return Err("side"),
        };
        let code = u16::try_from(number("currency")?).map_err(|_| "currency")?;
        let exponent = u8::try_from(number("exponent")?).map_err(|_| "exponent")?;
        let currency = Currency::new(code, exponent).ok_or("currency")?;
        let amount = Amount::new(number("amount")?).ok_or("amount")?;
        Ok(Self { stan, date, side, money: Money { amount, currency } })
    }
}

impl History {
    /// Compares what was approved, and not taken back, with the acquirer's lines of the same days.
    pub fn reconcile(&self, lines: &[AcquirerLine]) -> Reconciliation {
        let mut there: BTreeMap<(Stan, Date), &AcquirerLine> =
            lines.iter().map(|line| ((line.stan, line.date), line)).collect();
        let mut found = Reconciliation::default();
        for transaction in self.standing() {
            match there.remove(&key(transaction)) {
                None => found.only_here.push(transaction.clone()),
                Some(line) if agrees(transaction, line) => found.agree += 1,
                Some(line) => found.differ.push((transaction.clone(), line.clone())),
            }
        }
        found.only_there = there.into_values().cloned().collect();
        found
    }

    /// The transactions whose money moved and was not taken back by a void among them.
    fn standing(&self) -> impl Iterator<Item = &Transaction> {
        let is_void = |t: &&Transaction| t.begun.kind == TransactionKind::Void && t.is_approved();
        let voided: Vec<_> = self.0.iter().filter(is_void).filter_map(|void| void.begun.original).collect();
        let moves = |t: &&Transaction| t.is_approved() && t.begun.kind.side() != Side::Neither;
        self.0.iter().filter(moves).filter(move |transaction| !voided.contains(&transaction.id))
    }
}

/// How the acquirer knows a transaction.
fn key(transaction: &Transaction) -> (Stan, Date) {
    let made = transaction.messages.last().map_or(transaction.at, |message| message.made);
    (transaction.stan(), made.date)
}

fn agrees(transaction: &Transaction, line: &AcquirerLine) -> bool {
    transaction.begun.money == line.money && transaction.begun.kind.side() == line.side
}
