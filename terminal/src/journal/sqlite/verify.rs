//! Everything is as it was written, or it is damaged.

use rusqlite::{Connection, Result};

use super::anchor::Anchored;
use super::chain::{GENESIS, Head};
use super::error::said;
use super::row::{COLUMNS, Row, entry};
use crate::journal::{Entry, Sequence};

/// What a walk along the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Walk {
    /// The last record up to which the chain holds.
    pub(super) head: Head,
    /// Why it ended there, unless it is the end.
    pub(super) broken: Option<String>,
    /// Whether a record is of a newer version.
    pub(super) newer: bool,
}

/// Reads all records from the first one on, without an index, and verifies each of them and its place in the chain.
pub(super) fn walk(connection: &Connection, anchored: Anchored) -> Walk {
    let mut walk = Walk { head: GENESIS, broken: None, newer: false };
    walk.broken = match walk.along(connection, anchored) {
        Ok(broken) => broken.or_else(|| walk.ends_at(anchored)),
        Err(error) => Some(format!("after record {}: {}", walk.head.sequence, said(&error))),
    };
    walk
}

impl Walk {
    fn along(&mut self, connection: &Connection, anchored: Anchored) -> Result<Option<String>> {
        let sql = format!("SELECT {COLUMNS} FROM records NOT INDEXED ORDER BY sequence");
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let next = self.head.sequence + 1;
            let row = match Row::read(row) {
                Ok(row) => row,
                Err(altered) => return Ok(Some(format!("record {next}: {altered}"))),
            };
            if let Some(broken) = follows(&self.head, &row) {
                return Ok(Some(broken));
            }
            self.head = row.head();
            if anchored_otherwise(anchored, &self.head) {
                return Ok(Some(format!("record {next} is not the one that the anchor names")));
            }
            self.newer |= matches!(entry(row.kind, row.payload), Entry::OfNewerVersion { .. });
        }
        Ok(None)
    }

    fn ends_at(&self, anchored: Anchored) -> Option<String> {
        match anchored {
            Anchored::Missing => Some("its anchor, the file .head, is missing".to_owned()),
            Anchored::Broken => Some("its anchor, the file .head, is damaged".to_owned()),
            Anchored::At(head) => missing(head.sequence.saturating_sub(self.head.sequence)),
        }
    }
}

/// Why a row is not the one after `head`.
pub(super) fn follows(head: &Head, row: &Row) -> Option<String> {
    let next = head.sequence + 1;
    if row.number() != next {
        return Some(format!("record {next} is missing"));
    }
    (row.previous != head.hash).then(|| format!("record {next} was not written after the one before it"))
}

fn anchored_otherwise(anchored: Anchored, head: &Head) -> bool {
    matches!(anchored, Anchored::At(at) if at.sequence == head.sequence && at.hash != head.hash)
}

fn missing(records: Sequence) -> Option<String> {
    (records > 0).then(|| format!("the last {records} records are missing"))
}

/// Whether SQLite finds every page sound and every record in every index. An index that lacks one would hide it.
pub(super) fn integrity(connection: &Connection) -> Option<String> {
    let verdict = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    match verdict {
        Ok(verdict) if verdict == "ok" => None,
        Ok(_) => Some("a page or an index is damaged".to_owned()),
        Err(error) => Some(format!("a page or an index is damaged: {}", said(&error))),
    }
}
