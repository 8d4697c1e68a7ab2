//! The journal in the hands of several.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Entry, Health, Journal, JournalError, NewRecord, Order, Query, Record, Sequence, wire};

/// A journal that the terminal, its PIN pad's key counter, its people and its torn log write together. Clones share it.
#[derive(Clone)]
pub struct SharedJournal(Arc<Mutex<dyn Journal>>);

impl std::fmt::Debug for SharedJournal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("SharedJournal").field(&self.health()).finish()
    }
}

impl SharedJournal {
    /// Takes the journal.
    pub fn new(journal: impl Journal + 'static) -> Self {
        Self(Arc::new(Mutex::new(journal)))
    }

    /// A thread that panicked left no half record behind: records are written whole or not at all.
    fn lock(&self) -> MutexGuard<'_, dyn Journal + 'static> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// See [`Journal::health`].
    pub fn health(&self) -> Health {
        self.lock().health().clone()
    }

    /// See [`Journal::append`].
    ///
    /// # Errors
    ///
    /// As [`Journal::append`].
    pub fn append(&self, records: &[NewRecord]) -> Result<Sequence, JournalError> {
        self.lock().append(records)
    }

    /// See [`Journal::room`].
    ///
    /// # Errors
    ///
    /// As [`Journal::room`].
    pub fn room(&self) -> Result<(), JournalError> {
        self.lock().room()
    }

    /// All records of a query, in order.
    ///
    /// # Errors
    ///
    /// As [`Journal::read`].
    pub fn records(&self, query: Query<'_>) -> Result<Vec<Record>, JournalError> {
        let mut all = Vec::new();
        self.lock().read(query, Order::Forward, &mut |record| {
            all.push(record);
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    /// The last record of a query.
    ///
    /// # Errors
    ///
    /// As [`Journal::read`].
    pub fn last(&self, query: Query<'_>) -> Result<Option<Record>, JournalError> {
        let mut last = None;
        self.lock().read(query, Order::Backward, &mut |record| {
            last = Some(record);
            ControlFlow::Break(())
        })?;
        Ok(last)
    }

    /// Gives all records to `each`, one after the other, without keeping them.
    ///
    /// # Errors
    ///
    /// As [`Journal::read`].
    pub fn replay(&self, mut each: impl FnMut(Record)) -> Result<(), JournalError> {
        self.lock().read(Query::All, Order::Forward, &mut |record| {
            each(record);
            ControlFlow::Continue(())
        })
    }

    /// The latest value of a name.
    ///
    /// # Errors
    ///
    /// As [`Journal::read`].
    pub fn kept(&self, name: &str) -> Result<Option<Vec<u8>>, JournalError> {
        Ok(self.last(Query::Kept(name))?.and_then(|record| match record.entry {
            Entry::Kept { value, .. } => record.sealed.or_else(|| wire::unhex(&value)),
            _ => None,
        }))
    }
}
