//! Space for the end of a transaction.

use std::cell::Cell;
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Result};

use super::SqliteSettings;
use super::files;

/// A file that is deleted when the disk is full, and the pages that the journal may then go beyond its limit.
///
/// Pages inside the database would not do: a record goes into the write-ahead log first, which then finds no room.
#[derive(Debug)]
pub(super) struct Reserve {
    path: PathBuf,
    settings: SqliteSettings,
    given_up: Cell<bool>,
}

impl Reserve {
    /// The reserve of a journal, whole as far as the disk has room for it.
    pub(super) fn new(path: &Path, settings: SqliteSettings, connection: &Connection) -> Result<Self> {
        let reserve = Self { path: path.to_owned(), settings, given_up: Cell::new(false) };
        reserve.set_limit(connection, false)?;
        // Without room for it the journal still opens, and `room` says no.
        let _ = reserve.restore();
        Ok(reserve)
    }

    /// Gives it up. False if it had been given up already.
    pub(super) fn give_up(&self, connection: &Connection) -> bool {
        self.given_up.set(true);
        let more = self.set_limit(connection, true).unwrap_or(false);
        let deleted = fs::remove_file(&self.path).and_then(|()| files::sync_folder(&self.path));
        more || deleted.is_ok()
    }

    /// Whether all of it is there, after an attempt to make it so.
    pub(super) fn is_whole(&self, connection: &Connection) -> bool {
        let whole = self.is_within_limit(connection)
            && self.set_limit(connection, false).is_ok()
            && self.restore().is_ok();
        self.given_up.set(!whole);
        whole
    }

    /// Whether a transaction may begin. It must not live on what is kept for the end of another one.
    pub(super) fn allows_to_begin(&self, connection: &Connection) -> bool {
        !self.given_up.get() && self.is_within_limit(connection)
    }

    fn is_within_limit(&self, connection: &Connection) -> bool {
        let Some(limit) = self.settings.limit else { return true };
        size(connection).is_ok_and(|(pages, page)| pages.saturating_mul(page) < limit)
    }

    /// Writes the file anew unless it is whole. Its bytes are none that a file system could make smaller.
    fn restore(&self) -> io::Result<()> {
        let wanted = self.settings.reserve;
        if wanted == 0 || self.path.metadata().is_ok_and(|found| occupied(&found) >= wanted) {
            return Ok(());
        }
        let _ = fs::remove_file(&self.path);
        let written = self.write(wanted);
        if written.is_err() {
            let _ = fs::remove_file(&self.path);
        }
        written
    }

    fn write(&self, wanted: u64) -> io::Result<()> {
        let mut file = files::create(&self.path)?;
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        for _ in 0..wanted.div_ceil(4096) {
            let mut block = Vec::with_capacity(4096);
            while block.len() < 4096 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                block.extend(state.to_be_bytes());
            }
            file.write_all(&block)?;
        }
        file.sync_all()
    }

    /// Tells SQLite how many pages there may be. True if that are now more than there were.
    fn set_limit(&self, connection: &Connection, beyond: bool) -> Result<bool> {
        let Some(limit) = self.settings.limit else { return Ok(false) };
        let (_, page) = size(connection)?;
        let bytes = if beyond { limit.saturating_add(self.settings.reserve) } else { limit };
        let wanted = (bytes / page.max(1)).clamp(1, u32::MAX.into());
        let before: i64 = connection.pragma_query_value(None, "max_page_count", |row| row.get(0))?;
        // SQLite never goes below the pages that there are.
        let sql = format!("PRAGMA max_page_count = {wanted}");
        let now: i64 = connection.query_row(&sql, [], |row| row.get(0))?;
        Ok(now > before)
    }
}

/// Pages, and bytes of a page.
fn size(connection: &Connection) -> Result<(u64, u64)> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok((number("page_count")?.unsigned_abs(), number("page_size")?.unsigned_abs()))
}

/// Bytes on the disk: after a power cut a file may be as long as it should be with nothing in it.
fn occupied(found: &Metadata) -> u64 {
    #[cfg(unix)]
    let blocks = std::os::unix::fs::MetadataExt::blocks(found).saturating_mul(512);
    #[cfg(not(unix))]
    let blocks = u64::MAX;
    blocks.min(found.len())
}
