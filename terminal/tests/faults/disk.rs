//! A disk that outlives the terminal: its power can be cut at any append, and it can be full.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, MutexGuard};

use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::acquirer::iso8583::MessageType;
use tapkernel_terminal::books::Books;
use tapkernel_terminal::journal::{
    Entry, Health, Journal, JournalError, NewRecord, Order, Query, Record, Sequence, SharedJournal,
    TransactionId,
};

use crate::matching::matches;

/// Whether the record that meets a power cut is on the disk afterwards. The terminal is told an error either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Before,
    After,
}

#[derive(Debug, Default)]
struct Kept {
    records: Vec<Record>,
    cut: Option<(u64, Cut)>,
    is_dead: bool,
    /// A full disk, and how many appends its reserve still takes.
    full: Option<u64>,
}

/// The disk: clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<Mutex<Kept>>);

impl Disk {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }

    /// The power is cut at the append after so many more.
    pub(crate) fn cut_after(&self, appends: u64, cut: Cut) {
        self.kept().cut = Some((appends, cut));
    }

    /// The power is cut now.
    pub(crate) fn cut_now(&self) {
        self.kept().is_dead = true;
    }

    pub(crate) fn is_dead(&self) -> bool {
        self.kept().is_dead
    }

    /// The power is back, and there is room.
    pub(crate) fn restore(&self) {
        let mut kept = self.kept();
        (kept.is_dead, kept.cut, kept.full) = (false, None, None);
    }

    /// The disk is full but for a reserve of so many appends.
    pub(crate) fn fill(&self, reserve: u64) {
        self.kept().full = Some(reserve);
    }

    pub(crate) fn len(&self) -> usize {
        self.kept().records.len()
    }

    pub(crate) fn records(&self) -> Vec<Record> {
        self.kept().records.clone()
    }

    /// Whether this message was written down, with its mark of a repeat.
    pub(crate) fn has_sending(&self, message_type: MessageType, stan: Stan) -> bool {
        self.kept().records.iter().rev().any(|record| {
            matches!(&record.entry, Entry::Sending(s) if s.message_type == message_type && s.stan == stan)
        })
    }

    /// The books as a restart would have them.
    pub(crate) fn books(&self) -> Books {
        let mut books = Books::default();
        self.kept().records.iter().for_each(|record| books.apply(record));
        books
    }

    pub(crate) fn open(&self) -> SharedJournal {
        SharedJournal::new(DiskJournal { disk: self.clone(), health: Health::Sound })
    }
}

struct DiskJournal {
    disk: Disk,
    health: Health,
}

impl DiskJournal {
    fn failed(&mut self) -> JournalError {
        let why = "the power is cut".to_owned();
        self.health = Health::Failed(why.clone());
        JournalError::Failed(why)
    }
}

impl Kept {
    fn take(&mut self, records: &[NewRecord]) -> Sequence {
        let first = self.records.len() as Sequence + 1;
        for (sequence, new) in (first..).zip(records.iter().cloned()) {
            let transaction = match new.entry {
                Entry::Begun(_) => Some(TransactionId(sequence)),
                _ => new.transaction,
            };
            let NewRecord { at, day, entry, sealed, .. } = new;
            self.records.push(Record { sequence, transaction, at, day, entry, sealed });
        }
        first
    }
}

impl Journal for DiskJournal {
    fn health(&self) -> &Health {
        &self.health
    }

    fn append(&mut self, records: &[NewRecord]) -> Result<Sequence, JournalError> {
        self.health.writable()?;
        let disk = self.disk.clone();
        let mut kept = disk.kept();
        if kept.is_dead {
            return Err(self.failed());
        }
        let begins = records.iter().any(|record| matches!(record.entry, Entry::Begun(_)));
        match &mut kept.full {
            Some(reserve) if begins || *reserve == 0 => return Err(JournalError::Full),
            Some(reserve) => *reserve -= 1,
            None => {}
        }
        match kept.cut {
            Some((0, cut)) => {
                kept.is_dead = true;
                if cut == Cut::After {
                    kept.take(records);
                }
                Err(self.failed())
            }
            Some((left, cut)) => {
                kept.cut = Some((left - 1, cut));
                Ok(kept.take(records))
            }
            None => Ok(kept.take(records)),
        }
    }

    fn room(&mut self) -> Result<(), JournalError> {
        self.health.writable()?;
        if self.disk.kept().full.is_some() { Err(JournalError::Full) } else { Ok(()) }
    }

    fn read(
        &self,
        query: Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        let mut found: Vec<_> =
            self.disk.kept().records.iter().filter(|record| matches(record, &query)).cloned().collect();
        if order == Order::Backward {
            found.reverse();
        }
        let _ = found.into_iter().try_for_each(each);
        Ok(())
    }
}
