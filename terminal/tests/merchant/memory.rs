//! A journal in memory that can fail on demand, and outlives the terminal that used it.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use tapkernel_terminal::journal::{
    Entry, Health, Journal, JournalError, NewRecord, Order, Query, Record, Sequence, TransactionId,
};

use crate::matching::matches;

#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) records: Vec<Record>,
    /// How many more appends succeed.
    pub(crate) appends_left: u64,
}

/// The disk: clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Disk(pub(crate) Arc<Mutex<Kept>>);

impl Disk {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(Kept { records: Vec::new(), appends_left: u64::MAX })))
    }

    /// The power is cut after so many more appends.
    pub(crate) fn cut_after(&self, appends: u64) {
        self.0.lock().unwrap().appends_left = appends;
    }

    /// The power is back.
    pub(crate) fn restore(&self) {
        self.0.lock().unwrap().appends_left = u64::MAX;
    }

    pub(crate) fn journal(&self) -> MemoryJournal {
        MemoryJournal { disk: self.clone(), health: Health::Sound }
    }
}

#[derive(Debug)]
pub(crate) struct MemoryJournal {
    disk: Disk,
    health: Health,
}

impl Journal for MemoryJournal {
    fn health(&self) -> &Health {
        &self.health
    }

    fn append(&mut self, records: &[NewRecord]) -> Result<Sequence, JournalError> {
        self.health.writable()?;
        let mut kept = self.disk.0.lock().unwrap();
        if kept.appends_left == 0 {
            self.health = Health::Failed("the power is cut".to_owned());
            return Err(JournalError::Failed("the power is cut".to_owned()));
        }
        kept.appends_left -= 1;
        let first = kept.records.len() as Sequence + 1;
        for (sequence, new) in (first..).zip(records) {
            let new = new.clone();
            let transaction = match new.entry {
                Entry::Begun(_) => Some(TransactionId(sequence)),
                _ => new.transaction,
            };
            kept.records.push(Record {
                sequence,
                transaction,
                at: new.at,
                day: new.day,
                entry: new.entry,
                sealed: new.sealed,
            });
        }
        Ok(first)
    }

    fn room(&mut self) -> Result<(), JournalError> {
        self.health.writable()
    }

    fn read(
        &self,
        query: Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let kept = self.disk.0.lock().unwrap();
        let mut found: Vec<_> =
            kept.records.iter().filter(|record| matches(record, &query)).cloned().collect();
        drop(kept);
        if order == Order::Backward {
            found.reverse();
        }
        let _ = found.into_iter().try_for_each(each);
        Ok(())
    }
}
