//! The journal in one SQLite database: what the terminal has unless the app brings its own.
//!
//! # Files
//!
//! | file | holds |
//! |---|---|
//! | `JOURNAL` | the records, readable for its owner only |
//! | `JOURNAL-wal`, `JOURNAL-shm` | SQLite's write-ahead log, which is a part of the journal, and its index |
//! | `JOURNAL.head` | number and hash of the last record, so that a lost end is noticed |
//! | `JOURNAL.lock` | empty; the one writer locks it |
//! | `JOURNAL.reserve` | space that is given up when the disk is full |
//!
//! Whoever moves or keeps a copy of a journal takes the first four along, while no writer has it open. None of them belongs
//! in a backup that is put back without a person's knowing: an older copy of the records and of the anchor is whole in
//! itself.
//!
//! # What it promises
//!
//! * [`Journal::append`] returns when the records are on the disk: write-ahead log, `synchronous=FULL`.
//! * One process writes, others may read meanwhile with [`SqliteJournal::open_read_only`].
//! * Each record has the SHA-256 of the one before it and of all its own columns. The whole chain, SQLite's pages and its
//!   indices are verified when a journal is opened, and each record again whenever it is read.
//! * A journal that ends before its anchor, or has none, is damaged. An anchor is made, for good, before the first record,
//!   so that no power cut leaves records without one.
//! * Of a damaged journal all is read, and nothing is changed, up to the first record that is not as it was written. Then
//!   no index is relied on: it may hide records.
//! * A failed write that is not for lack of space is the last one: what is on the disk is not known until the journal is
//!   opened, and verified, anew. What is found then is written again before anything rests on it, for a system that
//!   reported a failed write may show data that never came to the disk.
//!
//! # Chain
//!
//! `hash` is SHA-256 over `"tapkernel journal record 1\0"`, `previous` (32 zero bytes before the first record), and the
//! columns `sequence` to `sealed` in the order of the table. A column is one byte for its type and then: `00` nothing, for
//! NULL; `01` eight bytes, an integer; `02` eight bytes with the length, and a text in UTF-8; `03` the SHA-256 of a blob.
//! Numbers have their high byte first.

mod anchor;
mod append;
mod chain;
mod error;
mod export;
mod files;
mod lock;
mod open;
mod query;
mod read;
mod reserve;
mod row;
mod schema;
mod settings;
mod verify;

use std::cell::OnceCell;
use std::fmt;
use std::ops::ControlFlow;

use rusqlite::Connection;

use self::anchor::Anchor;
use self::chain::Head;
use self::lock::Lock;
use self::reserve::Reserve;
use super::{Health, Journal, JournalError, NewRecord, Order, Query, Record, Sequence};

pub use self::export::{ExportError, ExportForm};
pub use self::settings::SqliteSettings;

/// A journal in a SQLite database. See the [module](self) for what it promises.
pub struct SqliteJournal {
    /// First, so that it is closed before the lock is let go. `None` if there is nothing to read.
    connection: Option<Connection>,
    head: Head,
    health: Health,
    /// Damage that a read has come across.
    found: OnceCell<Health>,
    anchor: Option<Anchor>,
    reserve: Option<Reserve>,
    _lock: Option<Lock>,
}

impl fmt::Debug for SqliteJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("SqliteJournal");
        shown.field("records", &self.head.sequence).field("health", self.health()).finish_non_exhaustive()
    }
}

impl Journal for SqliteJournal {
    fn health(&self) -> &Health {
        self.found.get().unwrap_or(&self.health)
    }

    fn append(&mut self, records: &[NewRecord]) -> Result<Sequence, JournalError> {
        self.write(records)
    }

    fn room(&mut self) -> Result<(), JournalError> {
        self.health().writable()?;
        match (&self.reserve, &self.connection) {
            (Some(reserve), Some(connection)) if !reserve.is_whole(connection) => Err(JournalError::Full),
            _ => Ok(()),
        }
    }

    fn read(
        &self,
        query: Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        self.records(&query, order, each)
    }
}
