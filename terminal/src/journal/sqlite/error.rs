//! What SQLite's errors mean.

use rusqlite::{Error, ErrorCode, ffi};

/// In SQLite's words, without a name of a file or a value.
pub(super) fn said(error: &Error) -> &'static str {
    error
        .sqlite_error()
        .map_or("SQLite gave something unexpected", |error| ffi::code_to_str(error.extended_code))
}

pub(super) fn is_busy(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// There was no room, and nothing was written.
pub(super) fn is_full(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::DiskFull)
}

/// There is no room for the files that belong to the database.
pub(super) fn is_cramped(error: &Error) -> bool {
    let code = error.sqlite_error().map(|error| error.extended_code);
    is_full(error) || code == Some(ffi::SQLITE_IOERR_SHMSIZE)
}

/// The file cannot be opened as it should be: a folder that cannot be written.
pub(super) fn is_not_open(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}
