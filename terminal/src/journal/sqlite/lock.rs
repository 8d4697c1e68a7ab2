//! One writer at a time.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::error::{is_busy, said};
use super::files;
use crate::journal::JournalError;

/// Held as long as a journal is open for writing; the operating system takes it from a process that is gone.
///
/// It is SQLite's own lock on an empty database beside the journal. On the journal itself it would keep readers out too.
#[derive(Debug)]
pub(super) struct Lock {
    _connection: Connection,
}

impl Lock {
    /// Takes the lock.
    ///
    /// # Errors
    ///
    /// [`JournalError::Busy`] if another one has it.
    pub(super) fn take(path: &Path) -> Result<Self, JournalError> {
        files::ensure(path).map_err(files::failed)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let begin = |connection: &Connection| {
            connection.busy_timeout(std::time::Duration::ZERO)?;
            // There will be nothing to roll back, so no file for that.
            connection.execute_batch("PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE")
        };
        let connection = Connection::open_with_flags(path, flags);
        match connection.and_then(|connection| begin(&connection).map(|()| connection)) {
            Ok(connection) => Ok(Self { _connection: connection }),
            Err(error) if is_busy(&error) => Err(JournalError::Busy),
            Err(error) => Err(JournalError::Opening(said(&error).to_owned())),
        }
    }
}
