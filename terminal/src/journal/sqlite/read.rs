//! Reading.

use std::ops::ControlFlow;

use rusqlite::params_from_iter;

use super::SqliteJournal;
use super::anchor::Anchored;
use super::append::keep_as_it_is;
use super::error::{is_busy, said};
use super::query::Search;
use super::row::Row;
use super::verify::{follows, walk};
use crate::journal::{Damage, Health, Journal, JournalError, Order, Query, Record};

/// Why reading ended early.
enum Fault {
    /// SQLite's own error.
    Sqlite(rusqlite::Error),
    /// A row is not as it was written.
    Altered(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl SqliteJournal {
    /// Gives the records of a query to `each`.
    pub(super) fn records(
        &self,
        query: &Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), JournalError> {
        self.rows(query, order, &mut |row| {
            let number = row.number();
            row.record().map(&mut *each).map_err(|altered| format!("record {number}: {altered}"))
        })
    }

    /// Gives the rows of a query to `each`.
    pub(super) fn rows(
        &self,
        query: &Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Row) -> Result<ControlFlow<()>, String>,
    ) -> Result<(), JournalError> {
        match self.try_rows(query, order, each) {
            Ok(()) => Ok(()),
            Err(Fault::Sqlite(error)) if is_busy(&error) => Err(JournalError::Busy),
            Err(Fault::Sqlite(error)) => Err(self.damaged(said(&error).to_owned())),
            Err(Fault::Altered(what)) => Err(self.damaged(what)),
        }
    }

    fn try_rows(
        &self,
        query: &Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Row) -> Result<ControlFlow<()>, String>,
    ) -> Result<(), Fault> {
        let Some(connection) = &self.connection else { return Err(Fault::Altered(String::new())) };
        let search = Search::of(query);
        let mut statement = connection.prepare_cached(&search.statement(order, self.intact()))?;
        let mut rows = statement.query(params_from_iter(search.values()))?;
        let consecutive = matches!(query, Query::All | Query::After(_)) && order == Order::Forward;
        let mut last = None;
        while let Some(row) = rows.next()? {
            let row = Row::read(row).map_err(|altered| Fault::Altered(altered.to_string()))?;
            let broken = last.filter(|_| consecutive).and_then(|last| follows(&last, &row));
            last = Some(row.head());
            if broken.map_or_else(|| each(row), Err).map_err(Fault::Altered)?.is_break() {
                break;
            }
        }
        Ok(())
    }

    /// The record up to which a damaged journal is read.
    fn intact(&self) -> Option<u64> {
        match self.health() {
            Health::Damaged(damage) => Some(damage.intact),
            _ => None,
        }
    }

    /// Remembers damage that was not there, or not found, when the journal was opened.
    fn damaged(&self, what: String) -> JournalError {
        if let (None, Some(connection)) = (self.intact(), &self.connection) {
            keep_as_it_is(connection);
            let walk = walk(connection, Anchored::At(self.head));
            let damage = Damage { what: walk.broken.unwrap_or(what.clone()), intact: walk.head.sequence };
            let _ = self.found.set(Health::Damaged(damage));
        }
        self.health().writable().err().unwrap_or(JournalError::Damaged(what))
    }
}
