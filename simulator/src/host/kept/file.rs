//! The file.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::record::Record;

/// What the first line says.
const HEAD: &str = r#"{"ledger":"tapkernel acquirer","version":1}"#;

/// Why a ledger file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerFileError {
    /// The system does not let it be read or written.
    #[error("the ledger cannot be read or written: {0}")]
    Io(ErrorKind),
    /// Its first line does not say that it is one, of a version that is known.
    #[error("the file is no ledger of the software acquirer")]
    Head,
    /// This record, counted from 1 behind the first line, cannot be read.
    #[error("record {0} of the ledger is damaged")]
    Record(usize),
}

impl From<io::Error> for LedgerFileError {
    fn from(error: io::Error) -> Self {
        Self::Io(error.kind())
    }
}

/// An open ledger file.
#[derive(Debug)]
pub(in crate::host) struct LedgerFile(File);

impl LedgerFile {
    /// Opens or makes the file; cuts off a last line without its end.
    pub(super) fn open(path: &Path) -> Result<(Vec<Record>, Self), LedgerFileError> {
        let text = match bytes(path) {
            Err(LedgerFileError::Io(ErrorKind::NotFound)) => Vec::new(),
            text => text?,
        };
        let (records, whole) = records(&text)?;
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.set_len(u64::try_from(whole).unwrap_or(u64::MAX))?;
        if whole == 0 {
            file.write_all(format!("{HEAD}\n").as_bytes())?;
        }
        Ok((records, Self(file)))
    }

    /// The records of a file that another may be writing.
    pub(super) fn read(path: &Path) -> Result<Vec<Record>, LedgerFileError> {
        match records(&bytes(path)?)? {
            (_, 0) => Err(LedgerFileError::Head),
            (records, _) => Ok(records),
        }
    }

    #[cfg(test)]
    pub(super) fn that_takes_nothing(path: &Path) -> Self {
        Self(File::open(path).unwrap())
    }

    /// Writes the record in one piece. Nothing is held back in this process.
    pub(super) fn append(&mut self, record: &Record) -> io::Result<()> {
        let mut line = serde_json::to_vec(record)?;
        line.push(b'\n');
        self.0.write_all(&line)
    }
}

/// The content of a file; devices, which may have no end, are none.
fn bytes(path: &Path) -> Result<Vec<u8>, LedgerFileError> {
    if fs::metadata(path)?.is_file() { Ok(fs::read(path)?) } else { Err(LedgerFileError::Head) }
}

/// The records, and how many bytes they and the head take; what follows the last end of a line is not looked at.
fn records(text: &[u8]) -> Result<(Vec<Record>, usize), LedgerFileError> {
    let mut lines = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let Some(head) = lines.next() else {
        // Nothing, or a head that was not written to its end.
        return if HEAD.as_bytes().starts_with(text) {
            Ok((Vec::new(), 0))
        } else {
            Err(LedgerFileError::Head)
        };
    };
    if head.trim_ascii_end() != HEAD.as_bytes() {
        return Err(LedgerFileError::Head);
    }
    let (mut records, mut whole) = (Vec::new(), head.len());
    for line in lines {
        records.push(serde_json::from_slice(line).map_err(|_| LedgerFileError::Record(records.len() + 1))?);
        whole += line.len();
    }
    Ok((records, whole))
}
