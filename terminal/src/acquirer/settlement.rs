//! Closing a batch.

use tapkernel::core::data::Money;

use super::{Operation, Original, ResponseCode, Trace};
use tapkernel::core::data::Currency;

/// How many, and how much in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountAndSum {
    /// How many.
    pub count: u64,
    /// How much, in minor units of the batch's currency.
    pub sum: u64,
}

impl CountAndSum {
    /// One more; `None` if it no longer fits.
    #[must_use]
    pub fn and(self, minor_units: u64) -> Option<Self> {
        Some(Self { count: self.count.checked_add(1)?, sum: self.sum.checked_add(minor_units)? })
    }
}

/// The totals of a batch in one currency, fields 74 to 77 and 86 to 89.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Totals {
    /// Refunds.
    pub credits: CountAndSum,
    /// Refunds that were undone.
    pub credit_reversals: CountAndSum,
    /// Purchases, cashbacks, cash, completions.
    pub debits: CountAndSum,
    /// Those that were undone.
    pub debit_reversals: CountAndSum,
}

impl Totals {
    /// What the merchant gets, in minor units: negative if more went back than came in.
    pub fn net(&self) -> i128 {
        let [credits, undone_credits, debits, undone_debits] =
            [self.credits, self.credit_reversals, self.debits, self.debit_reversals]
                .map(|t| i128::from(t.sum));
        debits - undone_debits - credits + undone_credits
    }
}

/// A part of the totals, for the acquirer's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// The scheme, letters and digits.
    pub scheme: String,
    /// What it was for.
    pub operation: Operation,
    /// How many and how much.
    pub total: CountAndSum,
}

/// A batch to be compared, one message for each currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Which message this is; its batch is the one that closes.
    pub trace: Trace,
    /// The currency.
    pub currency: Currency,
    /// The totals.
    pub totals: Totals,
    /// By scheme and operation; as many as find room.
    pub breakdown: Vec<Breakdown>,
    /// Whether every transaction was uploaded before: the acquirer then takes those.
    pub after_upload: bool,
}

/// The answer to a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlementResponse {
    /// Response code: 00 balanced and closed, 95 the totals differ.
    pub response_code: ResponseCode,
    /// Settlement code, field 66: whether the totals agree.
    pub balanced: bool,
}

/// One transaction of a batch that is uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchEntry {
    /// Which message this is.
    pub trace: Trace,
    /// The transaction.
    pub original: Original,
    /// Its amount.
    pub money: Money,
    /// Its place in the batch, from 1.
    pub number: u16,
}
