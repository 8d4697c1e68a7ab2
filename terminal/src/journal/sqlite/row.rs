//! A record as a row of the table.

use rusqlite::types::ValueRef;
use rusqlite::{CachedStatement, params};
use tapkernel::core::data::Date;

use super::chain::{Hash, Head, Link};
use crate::journal::{Entry, JournalError, NewRecord, Record, Sequence, TransactionId};
use crate::moment::{Moment, date_of};

/// The columns, in the order of [`Row`].
pub(super) const COLUMNS: &str = "sequence, \"transaction\", at, day, kind, stan, batch, original, reference, name, payload, \
                                  sealed, previous, hash";

/// Puts a row into the table.
pub(super) const INSERT: &str = "INSERT INTO records (sequence, \"transaction\", at, day, kind, stan, batch, original, \
                                 reference, name, payload, sealed, previous, hash) \
                                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

/// A row. What the indices are over is written twice, in the payload and in a column; the hash binds both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) sequence: i64,
    pub(super) transaction: Option<i64>,
    pub(super) at: String,
    pub(super) day: String,
    pub(super) kind: String,
    pub(super) stan: Option<i64>,
    pub(super) batch: Option<i64>,
    pub(super) original: Option<i64>,
    pub(super) reference: Option<String>,
    pub(super) name: Option<String>,
    pub(super) payload: String,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) previous: Hash,
    pub(super) hash: Hash,
}

/// Why a row is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Altered {
    #[error("a value has another type")]
    Type,
    #[error("its hash is another one")]
    Hash,
    #[error("it cannot be read")]
    Unreadable,
}

impl Row {
    /// The row of a new record that follows `head`.
    pub(super) fn new(record: &NewRecord, head: &Head) -> Result<Self, JournalError> {
        let payload = spelled(&record.entry)?;
        let number = |number: Sequence| i64::try_from(number).map_err(|_| JournalError::Full);
        let sequence = number(head.sequence.saturating_add(1))?;
        let transaction = record.transaction.map(|id| number(id.0)).transpose()?;
        let mut row = Self {
            sequence,
            transaction,
            at: record.at.to_string(),
            day: date_text(record.day),
            kind: kind(&payload)?,
            stan: None,
            batch: None,
            original: None,
            reference: None,
            name: None,
            payload,
            sealed: record.sealed.clone(),
            previous: head.hash,
            hash: [0; 32],
        };
        row.index(&record.entry);
        row.hash = row.computed();
        Ok(row)
    }

    /// Fills the columns that indices are over.
    fn index(&mut self, entry: &Entry) {
        match entry {
            Entry::Begun(begun) => {
                self.transaction = Some(self.sequence);
                self.stan = Some(begun.stan.number().into());
                self.batch = Some(begun.batch.into());
                self.original = begun.original.and_then(|id| id.0.try_into().ok());
                self.reference.clone_from(&begun.reference);
            }
            Entry::Sending(sending) => self.stan = Some(sending.stan.number().into()),
            Entry::Kept { name, .. } => self.name = Some(name.clone()),
            _ => {}
        }
    }

    /// The hash that it must have.
    pub(super) fn computed(&self) -> Hash {
        let mut link = Link::after(&self.previous);
        link.number(Some(self.sequence));
        link.number(self.transaction);
        [&self.at, &self.day, &self.kind].into_iter().for_each(|text| link.text(Some(text)));
        [self.stan, self.batch, self.original].into_iter().for_each(|number| link.number(number));
        [&self.reference, &self.name].into_iter().for_each(|text| link.text(text.as_deref()));
        link.text(Some(&self.payload));
        link.blob(self.sealed.as_deref());
        link.hash()
    }

    /// This row as the last one of a chain.
    pub(super) fn head(&self) -> Head {
        Head { sequence: self.number(), hash: self.hash }
    }

    /// Its number.
    pub(super) fn number(&self) -> Sequence {
        self.sequence.unsigned_abs()
    }

    /// Reads a row of [`COLUMNS`], and verifies its hash.
    pub(super) fn read(row: &rusqlite::Row<'_>) -> Result<Self, Altered> {
        let read = Self {
            sequence: number(row, 0)?.filter(|sequence| *sequence > 0).ok_or(Altered::Type)?,
            transaction: number(row, 1)?,
            at: text(row, 2)?.ok_or(Altered::Type)?,
            day: text(row, 3)?.ok_or(Altered::Type)?,
            kind: text(row, 4)?.ok_or(Altered::Type)?,
            stan: number(row, 5)?,
            batch: number(row, 6)?,
            original: number(row, 7)?,
            reference: text(row, 8)?,
            name: text(row, 9)?,
            payload: text(row, 10)?.ok_or(Altered::Type)?,
            sealed: blob(row, 11)?.map(<[u8]>::to_vec),
            previous: hash(row, 12)?,
            hash: hash(row, 13)?,
        };
        if read.computed() == read.hash { Ok(read) } else { Err(Altered::Hash) }
    }

    /// Writes it with the statement [`INSERT`].
    pub(super) fn insert(&self, statement: &mut CachedStatement<'_>) -> rusqlite::Result<usize> {
        statement.execute(params![
            self.sequence,
            self.transaction,
            self.at,
            self.day,
            self.kind,
            self.stan,
            self.batch,
            self.original,
            self.reference,
            self.name,
            self.payload,
            self.sealed,
            self.previous,
            self.hash
        ])
    }

    /// The record in it.
    pub(super) fn record(self) -> Result<Record, Altered> {
        Ok(Record {
            sequence: self.number(),
            transaction: self.transaction.map(|id| TransactionId(id.unsigned_abs())),
            at: Moment::parse(&self.at).ok_or(Altered::Unreadable)?,
            day: date_of(&self.day).ok_or(Altered::Unreadable)?,
            entry: entry(self.kind, self.payload),
            sealed: self.sealed,
        })
    }
}

/// The entry of a payload. One that is as it was written and cannot be read is of a newer version.
pub(super) fn entry(kind: String, payload: String) -> Entry {
    serde_json::from_str(&payload).unwrap_or(Entry::OfNewerVersion { kind, payload })
}

/// The entry as text, from which the same entry is read again.
fn spelled(entry: &Entry) -> Result<String, JournalError> {
    let payload = serde_json::to_string(entry).ok();
    let same = |payload: &String| serde_json::from_str::<Entry>(payload).is_ok_and(|read| read == *entry);
    payload.filter(same).ok_or(JournalError::Unwritable)
}

/// The word for the entry, which is the payload's tag.
fn kind(payload: &str) -> Result<String, JournalError> {
    #[derive(serde::Deserialize)]
    struct Tagged {
        entry: String,
    }
    let tagged: Result<Tagged, _> = serde_json::from_str(payload);
    tagged.map(|tagged| tagged.entry).map_err(|_| JournalError::Unwritable)
}

/// `YYYY-MM-DD`.
pub(super) fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

fn value<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<ValueRef<'a>, Altered> {
    row.get_ref(column).map_err(|_| Altered::Type)
}

fn number(row: &rusqlite::Row<'_>, column: usize) -> Result<Option<i64>, Altered> {
    match value(row, column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Integer(number) => Ok(Some(number)),
        _ => Err(Altered::Type),
    }
}

fn text(row: &rusqlite::Row<'_>, column: usize) -> Result<Option<String>, Altered> {
    match value(row, column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Text(text) => String::from_utf8(text.to_vec()).map(Some).map_err(|_| Altered::Type),
        _ => Err(Altered::Type),
    }
}

fn blob<'a>(row: &'a rusqlite::Row<'_>, column: usize) -> Result<Option<&'a [u8]>, Altered> {
    match value(row, column)? {
        ValueRef::Null => Ok(None),
        ValueRef::Blob(blob) => Ok(Some(blob)),
        _ => Err(Altered::Type),
    }
}

fn hash(row: &rusqlite::Row<'_>, column: usize) -> Result<Hash, Altered> {
    blob(row, column)?.and_then(|blob| blob.try_into().ok()).ok_or(Altered::Type)
}
