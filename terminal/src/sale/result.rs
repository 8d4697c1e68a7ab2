//! What a transaction came to.

use tapkernel::reader::FinalOutcome;

use crate::books::{Transaction, Verdict};
use crate::receipt::Reason;
use crate::result_code::ResultCode;

/// What a transaction came to: three values. Only the third may have moved money that nobody has seen.
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub enum SaleResult {
    /// Done as asked.
    Approved(Finished),
    /// Nothing moved.
    Declined(Finished),
    /// It is not known yet whether money moved. The terminal sees to it: it undoes what was sent, until the acquirer has
    /// acknowledged that, or asks what became of it.
    Unknown(Finished),
}

/// A transaction that came to a verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// As it stands in the books.
    pub transaction: Transaction,
    /// The outcome of its last tap, if there was one in this call: for engineers.
    pub outcome: Option<Box<FinalOutcome>>,
}

impl SaleResult {
    /// What this transaction came to; a transaction that still runs is unknown.
    pub(crate) fn of(transaction: Transaction, outcome: Option<Box<FinalOutcome>>) -> Self {
        let verdict = transaction.verdict().unwrap_or(Verdict::Unknown);
        let finished = Finished { transaction, outcome };
        match verdict {
            Verdict::Approved => Self::Approved(finished),
            Verdict::Declined(_) => Self::Declined(finished),
            Verdict::Unknown => Self::Unknown(finished),
        }
    }

    /// The transaction.
    pub const fn finished(&self) -> &Finished {
        match self {
            Self::Approved(finished) | Self::Declined(finished) | Self::Unknown(finished) => finished,
        }
    }

    /// The transaction as it stands in the books.
    pub const fn transaction(&self) -> &Transaction {
        &self.finished().transaction
    }

    /// Why nothing moved, if so.
    pub fn reason(&self) -> Option<Reason> {
        match self.transaction().verdict() {
            Some(Verdict::Declined(reason)) => Some(reason),
            _ => None,
        }
    }

    /// A stable number for it.
    pub fn code(&self) -> ResultCode {
        ResultCode::of(self.transaction().verdict().unwrap_or(Verdict::Unknown))
    }

    /// Whether it is approved.
    pub const fn is_approved(&self) -> bool {
        matches!(self, Self::Approved(_))
    }
}
