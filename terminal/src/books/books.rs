//! The books: what matters of all records together.

use std::collections::{BTreeMap, BTreeSet};

use super::{BatchTotals, BusinessDay, Due, Posting, Transaction};
use crate::acquirer::Stan;
use crate::journal::{Entry, Record, Sequence, TransactionId};
use crate::receipt::scheme_name;
use crate::transaction_kind::TransactionKind;

/// What matters of all records together: the open batch, and every transaction that is not finished. Small however long
/// the journal is; all else is read from the journal when it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Books {
    last: Sequence,
    last_stan: Option<Stan>,
    batch: u32,
    closing: bool,
    day: BusinessDay,
    unfinished: BTreeMap<TransactionId, Transaction>,
    used: BTreeSet<Stan>,
    held: BTreeMap<TransactionId, Stan>,
    totals: BatchTotals,
}

impl Default for Books {
    fn default() -> Self {
        Self {
            last: 0,
            last_stan: None,
            batch: 1,
            closing: false,
            day: BusinessDay::default(),
            unfinished: BTreeMap::new(),
            used: BTreeSet::new(),
            held: BTreeMap::new(),
            totals: BatchTotals::default(),
        }
    }
}

impl Books {
    /// Takes the next record.
    pub fn apply(&mut self, record: &Record) {
        self.last = record.sequence;
        self.day.written(record.day, record.at);
        match &record.entry {
            Entry::Begun(begun) => {
                self.number(begun.stan);
                if let Some(transaction) = Transaction::begin(record) {
                    self.unfinished.insert(transaction.id, transaction);
                }
            }
            Entry::Sending(sending) => self.number(sending.stan),
            Entry::BatchClosing { .. } => self.closing = true,
            Entry::BatchClosed { batch } => self.next_batch(*batch),
            Entry::ClockDoubted { .. } => self.day.doubt(),
            Entry::ClockConfirmed { .. } => self.day.confirm(record.at),
            _ => {}
        }
        if let Some(id) = record.transaction {
            self.apply_to(id, record);
        }
    }

    fn number(&mut self, stan: Stan) {
        if self.used.insert(stan) {
            self.last_stan = Some(stan);
        }
    }

    fn apply_to(&mut self, id: TransactionId, record: &Record) {
        let Some(transaction) = self.unfinished.get_mut(&id) else { return };
        let approved_before = transaction.is_approved();
        transaction.apply(record);
        let approved_now = transaction.is_approved() && !approved_before;
        let finished = transaction.is_finished();
        if approved_now {
            self.approved(id);
        }
        if finished {
            self.unfinished.remove(&id);
        }
    }

    /// A transaction is approved: it enters the totals, or changes what others are.
    fn approved(&mut self, id: TransactionId) {
        let Some(transaction) = self.unfinished.get(&id) else { return };
        let (begun, original) = (&transaction.begun, transaction.begun.original);
        match (begun.kind, original) {
            (TransactionKind::Void, Some(original)) => {
                self.totals.void(original);
                self.held.remove(&original);
            }
            (TransactionKind::PreAuthorisationCancellation, Some(original)) => {
                self.held.remove(&original);
            }
            (TransactionKind::PreAuthorisation, _) => {
                self.held.insert(id, transaction.stan());
            }
            (kind, original) => {
                let kernel = transaction.card.as_ref().and_then(|card| card.kernel);
                let scheme = kernel.and_then(scheme_name).unwrap_or_default().to_uppercase();
                let posting = Posting { kind, scheme, money: begun.money, voided: false };
                self.totals.post(id, posting);
                if let (TransactionKind::Completion, Some(original)) = (kind, original) {
                    self.held.remove(&original);
                }
            }
        }
    }

    fn next_batch(&mut self, closed: u32) {
        self.batch = closed % 999_999 + 1;
        self.closing = false;
        self.totals = BatchTotals::default();
        self.used = self.held.values().copied().collect();
    }

    /// Number of the last record.
    pub const fn last(&self) -> Sequence {
        self.last
    }

    /// Number of the open batch, from 1.
    pub const fn batch(&self) -> u32 {
        self.batch
    }

    /// Whether the batch is being closed.
    pub const fn is_closing(&self) -> bool {
        self.closing
    }

    /// The business date.
    pub const fn day(&self) -> &BusinessDay {
        &self.day
    }

    /// A number for the next message: not that of any other in the batch, nor of a pre-authorisation that is open. `None`
    /// if all are taken.
    pub fn next_stan(&self) -> Option<Stan> {
        let first = self.last_stan.map_or(Stan::FIRST, Stan::next);
        let all = std::iter::successors(Some(first), |stan| Some(stan.next()));
        all.take(999_999).find(|stan| !self.used.contains(stan))
    }

    /// The transactions that run, have something to be sent, or whose result the app does not have; in order.
    pub fn unfinished(&self) -> impl Iterator<Item = &Transaction> {
        self.unfinished.values()
    }

    /// A transaction that is not finished.
    pub fn running(&self, id: TransactionId) -> Option<&Transaction> {
        self.unfinished.get(&id)
    }

    /// What must still be sent, in order.
    pub fn due(&self) -> impl Iterator<Item = (&Transaction, Due)> {
        self.unfinished.values().filter_map(|transaction| Some((transaction, transaction.due()?)))
    }

    /// The pre-authorisations that are held, with their numbers.
    pub fn held(&self) -> impl Iterator<Item = (TransactionId, Stan)> {
        self.held.iter().map(|(id, stan)| (*id, *stan))
    }

    /// The open batch.
    pub const fn totals(&self) -> &BatchTotals {
        &self.totals
    }
}
