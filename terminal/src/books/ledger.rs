//! Journal and books together.

use std::sync::Arc;

use tapkernel::core::data::Date;

use super::{Books, ClockTolerance};
use crate::clock::TerminalClock;
use crate::journal::{Entry, JournalError, NewRecord, Query, Record, Sequence, SharedJournal, TransactionId};
use crate::moment::Moment;

/// An entry with what is sealed beside it.
pub(crate) type Sealed = (Entry, Option<Vec<u8>>);

/// Writes entries into the journal and keeps the books in step with it.
pub struct Ledger {
    journal: SharedJournal,
    books: Books,
    clock: Arc<dyn TerminalClock + Send + Sync>,
    tolerance: ClockTolerance,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("journal", &self.journal).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Reads the whole journal.
    ///
    /// # Errors
    ///
    /// [`JournalError`] if it cannot be read to its end.
    pub fn open(
        journal: SharedJournal,
        clock: Arc<dyn TerminalClock + Send + Sync>,
        tolerance: ClockTolerance,
    ) -> Result<Self, JournalError> {
        let mut books = Books::default();
        journal.replay(|record| books.apply(&record))?;
        Ok(Self { journal, books, clock, tolerance })
    }

    /// The journal.
    pub const fn journal(&self) -> &SharedJournal {
        &self.journal
    }

    /// The books.
    pub const fn books(&self) -> &Books {
        &self.books
    }

    /// What the clock says.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// The clock.
    pub fn clock(&self) -> &dyn TerminalClock {
        self.clock.as_ref()
    }

    /// The business date.
    pub fn day(&self) -> Date {
        self.books.day().read(self.clock.now(), self.tolerance).day
    }

    /// Whether the clock cannot be believed.
    pub fn clock_is_doubted(&self) -> bool {
        self.books.day().is_doubted() || self.books.day().read(self.clock.now(), self.tolerance).jumped
    }

    /// Writes an entry of a transaction. Durable when this returns.
    ///
    /// # Errors
    ///
    /// [`JournalError`]; the books then stand as before.
    pub fn write(&mut self, transaction: TransactionId, entry: Entry) -> Result<Sequence, JournalError> {
        self.write_all(Some(transaction), vec![(entry, None)])
    }

    /// Writes entries, all or none. Answers the number of the first.
    ///
    /// # Errors
    ///
    /// As [`Ledger::write`].
    pub fn write_all(
        &mut self,
        transaction: Option<TransactionId>,
        entries: Vec<Sealed>,
    ) -> Result<Sequence, JournalError> {
        let records: Vec<_> = entries.into_iter().map(|entry| (transaction, entry)).collect();
        self.write_mixed(records)
    }

    /// Writes entries of several transactions, all or none. Answers the number of the first that was asked for.
    ///
    /// # Errors
    ///
    /// As [`Ledger::write`].
    pub fn write_mixed(
        &mut self,
        entries: Vec<(Option<TransactionId>, Sealed)>,
    ) -> Result<Sequence, JournalError> {
        let at = self.clock.now();
        let reading = self.books.day().read(at, self.tolerance);
        let doubt = reading.jumped.then_some((None, (Entry::ClockDoubted { said: at }, None)));
        let before = u64::from(doubt.is_some());
        let record =
            |(transaction, (entry, sealed))| NewRecord { transaction, at, day: reading.day, entry, sealed };
        let records: Vec<NewRecord> = doubt.into_iter().chain(entries).map(record).collect();
        let first = self.journal.append(&records)?;
        for (sequence, new) in (first..).zip(records) {
            self.books.apply(&written(sequence, new));
        }
        Ok(first + before)
    }

    /// A transaction, from the books or from the journal.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn transaction(&self, id: TransactionId) -> Result<Option<super::Transaction>, JournalError> {
        match self.books.running(id) {
            Some(running) => Ok(Some(running.clone())),
            None => Ok(super::Transaction::of(&self.journal.records(Query::Transaction(id))?)),
        }
    }
}

/// The record that was made of a new one.
fn written(sequence: Sequence, new: NewRecord) -> Record {
    let transaction = match new.entry {
        Entry::Begun(_) => Some(TransactionId(sequence)),
        _ => new.transaction,
    };
    Record { sequence, transaction, at: new.at, day: new.day, entry: new.entry, sealed: new.sealed }
}
