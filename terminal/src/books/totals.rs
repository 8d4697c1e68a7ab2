//! The totals of a batch.

use std::collections::BTreeMap;

use tapkernel::core::data::{Currency, Money};

use crate::acquirer::{Breakdown, CountAndSum, Totals};
use crate::journal::TransactionId;
use crate::transaction_kind::{Side, TransactionKind};

/// What an approved transaction adds to the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// What it is.
    pub kind: TransactionKind,
    /// The scheme, in capital letters; empty if it is not known.
    pub scheme: String,
    /// Its amount.
    pub money: Money,
    /// Whether a void has taken it back.
    pub voided: bool,
}

/// The approved transactions of a batch, and their totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchTotals {
    postings: BTreeMap<TransactionId, Posting>,
    sums: BTreeMap<CurrencyKey, CurrencyTotals>,
}

/// Currency code and exponent.
type CurrencyKey = (u16, u8);

/// The totals of a batch in one currency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CurrencyTotals {
    /// As the acquirer compares them.
    pub totals: Totals,
    /// By scheme and kind. A void stands in both columns: as itself here, as a reversal in the totals.
    pub by_scheme: BTreeMap<(String, TransactionKind), CountAndSum>,
}

impl BatchTotals {
    /// Enters an approved transaction.
    pub(super) fn post(&mut self, id: TransactionId, posting: Posting) {
        if posting.kind.side() == Side::Neither {
            return;
        }
        let sums = self.sums.entry(key(posting.money.currency)).or_default();
        let amount = posting.money.amount.minor_units();
        let side = match posting.kind.side() {
            Side::Credit => &mut sums.totals.credits,
            Side::Debit | Side::Neither => &mut sums.totals.debits,
        };
        add(side, amount);
        let rows = &mut sums.by_scheme;
        add(rows.entry((posting.scheme.clone(), posting.kind)).or_default(), amount);
        self.postings.insert(id, posting);
    }

    /// Enters a void of an earlier transaction.
    pub(super) fn void(&mut self, original: TransactionId) {
        let Some(posting) = self.postings.get_mut(&original).filter(|posting| !posting.voided) else {
            return;
        };
        posting.voided = true;
        let sums = self.sums.entry(key(posting.money.currency)).or_default();
        let amount = posting.money.amount.minor_units();
        match posting.kind.side() {
            Side::Debit => add(&mut sums.totals.debit_reversals, amount),
            Side::Credit => add(&mut sums.totals.credit_reversals, amount),
            Side::Neither => {}
        }
        let rows = &mut sums.by_scheme;
        add(rows.entry((posting.scheme.clone(), TransactionKind::Void)).or_default(), amount);
    }

    /// The transactions, in order.
    pub fn postings(&self) -> impl Iterator<Item = (TransactionId, &Posting)> {
        self.postings.iter().map(|(id, posting)| (*id, posting))
    }

    /// Whether this transaction is in the batch.
    pub fn contains(&self, id: TransactionId) -> bool {
        self.postings.contains_key(&id)
    }

    /// The totals by currency.
    pub fn currencies(&self) -> impl Iterator<Item = (Currency, &CurrencyTotals)> {
        self.sums.iter().filter_map(|((code, exponent), sums)| Some((Currency::new(*code, *exponent)?, sums)))
    }
}

impl CurrencyTotals {
    /// The rows for the acquirer's report.
    pub fn breakdown(&self) -> Vec<Breakdown> {
        let row = |((scheme, kind), total): (&(String, TransactionKind), &CountAndSum)| {
            let operation = kind.operation()?;
            Some(Breakdown { scheme: scheme.clone(), operation, total: *total })
        };
        self.by_scheme.iter().filter_map(row).collect()
    }
}

const fn key(currency: Currency) -> CurrencyKey {
    (currency.code(), currency.exponent())
}

/// Sums of a batch fit: there are at most 999,999 amounts of twelve digits in it.
fn add(total: &mut CountAndSum, amount: u64) {
    *total = total.and(amount).unwrap_or(*total);
}
