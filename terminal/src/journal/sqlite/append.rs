//! Writing.

use rusqlite::config::DbConfig;
use rusqlite::{Connection, TransactionBehavior};

use super::SqliteJournal;
use super::chain::Head;
use super::error::{is_busy, is_full, said};
use super::row::{INSERT, Row};
use crate::journal::{Entry, Health, Journal, JournalError, NewRecord, Sequence};

impl SqliteJournal {
    /// Writes records, all or none.
    pub(super) fn write(&mut self, records: &[NewRecord]) -> Result<Sequence, JournalError> {
        self.health().writable()?;
        let first = self.head.sequence + 1;
        let begins = records.iter().any(|record| matches!(record.entry, Entry::Begun(_)));
        if begins && !self.allows_to_begin() {
            return Err(JournalError::Full);
        }
        let (rows, head) = chained(records, self.head)?;
        match self.commit(&rows, !begins) {
            Ok(()) => self.move_anchor(head),
            Err(error) => return Err(self.refused(&error)),
        }
        self.head = head;
        Ok(first)
    }

    fn allows_to_begin(&self) -> bool {
        match (&self.reserve, &self.connection) {
            (Some(reserve), Some(connection)) => reserve.allows_to_begin(connection),
            _ => true,
        }
    }

    /// Commits the rows; on a full disk, once more after the reserve was given up, which is not there to begin with.
    fn commit(&mut self, rows: &[Row], may_use_reserve: bool) -> rusqlite::Result<()> {
        let Some(connection) = &mut self.connection else { return Ok(()) };
        let committed = commit(connection, rows);
        let is_short = committed.as_ref().is_err_and(is_full) && connection.is_autocommit();
        match &self.reserve {
            Some(reserve) if is_short && may_use_reserve && reserve.give_up(connection) => {
                commit(connection, rows)
            }
            _ => committed,
        }
    }

    /// The records are durable, whatever becomes of the anchor; but without one no more are taken.
    fn move_anchor(&mut self, head: Head) {
        if let Some(Err(error)) = self.anchor.as_mut().map(|anchor| anchor.write(&head)) {
            self.poison(format!("the anchor: {}", error.kind()));
        }
    }

    /// What a failed commit means. Only where SQLite has taken everything back is it known that nothing was written.
    fn refused(&mut self, error: &rusqlite::Error) -> JournalError {
        let taken_back = self.connection.as_ref().is_none_or(Connection::is_autocommit);
        if taken_back && is_full(error) {
            return JournalError::Full;
        }
        if taken_back && is_busy(error) {
            return JournalError::Busy;
        }
        self.poison(said(error).to_owned());
        JournalError::Failed(said(error).to_owned())
    }

    /// Nothing is written any more, not even what SQLite would move to its place when it closes the file.
    fn poison(&mut self, why: String) {
        if let Some(connection) = &self.connection {
            keep_as_it_is(connection);
        }
        self.health = Health::Failed(why);
    }
}

/// From now on nothing changes in the files.
pub(super) fn keep_as_it_is(connection: &Connection) {
    // Neither writes to the file, and without them the damage is no greater.
    let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    let _ = connection.pragma_update(None, "query_only", true);
}

/// The rows of these records, each after the one before it, and the last.
fn chained(records: &[NewRecord], mut head: Head) -> Result<(Vec<Row>, Head), JournalError> {
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let row = Row::new(record, &head)?;
        head = row.head();
        rows.push(row);
    }
    Ok((rows, head))
}

fn commit(connection: &mut Connection, rows: &[Row]) -> rusqlite::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut insert = transaction.prepare_cached(INSERT)?;
        rows.iter().try_for_each(|row| row.insert(&mut insert).map(drop))?;
    }
    transaction.commit()
}
