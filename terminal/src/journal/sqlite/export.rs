//! Raw records for an audit.

use std::io::{self, Write};
use std::ops::ControlFlow;

use serde::de::IgnoredAny;

use super::SqliteJournal;
use super::chain::digest;
use super::row::Row;
use crate::journal::wire::hex;
use crate::journal::{JournalError, Order, Query};

/// How raw records are written. Both forms have all columns of the table, from which the chain can be verified; of a
/// sealed blob only its SHA-256 is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportForm {
    /// Comma-separated values (RFC 4180), with a heading. Nothing between two commas is NULL, `""` is an empty text.
    Csv,
    /// A JSON object a line; `record` is the payload, byte for byte.
    JsonLines,
}

/// Why an export ended early.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// The journal could not be read.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The export could not be written.
    #[error("the export cannot be written: {0}")]
    Output(io::ErrorKind),
}

/// The columns of an export.
const HEADING: &str =
    "sequence,transaction,at,day,kind,stan,batch,original,reference,name,record,sealed_sha256,previous,hash";

impl SqliteJournal {
    /// Writes all records, as they stand, and returns how many. Of a damaged journal these are the ones that are whole:
    /// [`Journal::health`](crate::journal::Journal::health) says so, the export does not.
    ///
    /// # Errors
    ///
    /// [`ExportError`]. After damage that was not known yet, a second export writes what is whole.
    pub fn export(&self, form: ExportForm, to: &mut dyn Write) -> Result<u64, ExportError> {
        let mut written = 0;
        let mut failed = None;
        if form == ExportForm::Csv {
            write!(to, "{HEADING}\r\n").map_err(|error| ExportError::Output(error.kind()))?;
        }
        self.rows(&Query::All, Order::Forward, &mut |row| {
            let line = if form == ExportForm::Csv { csv(&row) } else { json(&row) };
            if let Err(error) = to.write_all(line.as_bytes()) {
                failed = Some(ExportError::Output(error.kind()));
                return Ok(ControlFlow::Break(()));
            }
            written += 1;
            Ok(ControlFlow::Continue(()))
        })?;
        failed.map_or(Ok(written), Err)
    }
}

/// A value of a row.
enum Cell<'a> {
    Null,
    Number(i64),
    Text(&'a str),
    /// Taken over as it is: JSON.
    Payload(&'a str),
    Bytes(String),
}

fn cells(row: &Row) -> [Cell<'_>; 14] {
    let number = |value: Option<i64>| value.map_or(Cell::Null, Cell::Number);
    fn text(value: &Option<String>) -> Cell<'_> {
        value.as_deref().map_or(Cell::Null, Cell::Text)
    }
    [
        Cell::Number(row.sequence),
        number(row.transaction),
        Cell::Text(&row.at),
        Cell::Text(&row.day),
        Cell::Text(&row.kind),
        number(row.stan),
        number(row.batch),
        number(row.original),
        text(&row.reference),
        text(&row.name),
        Cell::Payload(&row.payload),
        row.sealed.as_ref().map_or(Cell::Null, |blob| Cell::Bytes(hex(&digest(blob)))),
        Cell::Bytes(hex(&row.previous)),
        Cell::Bytes(hex(&row.hash)),
    ]
}

fn csv(row: &Row) -> String {
    let cells = cells(row).map(|cell| match cell {
        Cell::Null => String::new(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) | Cell::Payload(text) => format!("\"{}\"", text.replace('"', "\"\"")),
        Cell::Bytes(hexadecimal) => hexadecimal,
    });
    format!("{}\r\n", cells.join(","))
}

fn json(row: &Row) -> String {
    let cells = cells(row).map(|cell| match cell {
        Cell::Null => "null".to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) => string(text),
        Cell::Payload(payload) if is_line(payload) => payload.to_owned(),
        Cell::Payload(payload) => string(payload),
        Cell::Bytes(hexadecimal) => string(&hexadecimal),
    });
    let members: Vec<_> =
        HEADING.split(',').zip(cells).map(|(name, cell)| format!("\"{name}\":{cell}")).collect();
    format!("{{{}}}\n", members.join(","))
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Whether it is JSON on one line, as everything that this version writes.
fn is_line(payload: &str) -> bool {
    !payload.contains('\n') && serde_json::from_str::<IgnoredAny>(payload).is_ok()
}
