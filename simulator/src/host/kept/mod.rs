//! Books that last: a file of JSON Lines, one for each message that changed them.
//!
//! A line is written whole before the answer leaves, so that a last line without its end belongs to a message that was
//! never answered: it is dropped. There is no card number in the file.

mod file;
mod record;

pub use file::LedgerFileError;
pub(super) use record::IssuerNote;

use std::path::Path;

use tapkernel_terminal::acquirer::iso8583::MessageType;

use self::file::LedgerFile;
use self::record::{NumberedLine, Record};
use super::message::card_token;
use super::router::Answered;
use super::{Host, HostLedger, LineName};

/// Where the books are kept.
#[derive(Debug, Default)]
pub(super) enum Keeping {
    /// In memory.
    #[default]
    Memory,
    /// In a file too.
    File(LedgerFile),
    /// In a file that did not take a record. What is in memory is ahead of it.
    Failed,
}

impl Keeping {
    pub(super) const fn has_failed(&self) -> bool {
        matches!(self, Self::Failed)
    }
}

impl Clone for Keeping {
    /// Two hosts must not write one file.
    fn clone(&self) -> Self {
        if self.has_failed() { Self::Failed } else { Self::Memory }
    }
}

impl Host {
    /// With the books in `ledger`, a file that is made if it is not there: what it holds is taken over, and each message
    /// is in it before its answer leaves. It outlives the process, also one that is killed; whether it outlives a power
    /// cut is up to the system. One host at a time.
    ///
    /// # Errors
    ///
    /// [`LedgerFileError`].
    pub fn kept_in(ledger: &Path, parameters: impl Into<Vec<u8>>) -> Result<Self, LedgerFileError> {
        let mut host = Self::new(parameters);
        let (records, file) = LedgerFile::open(ledger)?;
        for (at, record) in records.into_iter().enumerate() {
            host.take_over(record).ok_or(LedgerFileError::Record(at + 1))?;
        }
        host.keeping = Keeping::File(file);
        Ok(host)
    }

    /// Notes what a message changed; `None` if the file did not take it.
    pub(super) fn keep(
        &mut self,
        name: &LineName,
        message_type: MessageType,
        answered: &Answered,
    ) -> Option<()> {
        let (refused, issuer) = (self.newly_refused.take(), self.issuer_note.take());
        let touched = self.ledger.take_touched();
        let Keeping::File(file) = &mut self.keeping else { return Some(()) };
        let lines = touched.into_iter().map(|(number, line)| NumberedLine { number, line }).collect();
        let record = Record::new(name.clone(), message_type, answered, lines, refused, issuer);
        if file.append(&record).is_err() {
            self.keeping = Keeping::Failed;
            return None;
        }
        Some(())
    }

    /// Does again what a message did; `None` if the record cannot be one of this host.
    fn take_over(&mut self, record: Record) -> Option<()> {
        let (message_type, answered) = record.answered()?;
        self.answered.insert((record.name, message_type), answered);
        take_lines(&mut self.ledger, record.lines)?;
        self.refused.extend(record.refused);
        if let Some(note) = record.issuer {
            let cryptogram = note.approved_cryptogram.as_deref().map(crate::hex::decode);
            let is_card = |pan: &str| card_token(pan).is_some_and(|token| token == note.card);
            self.issuers.remember(cryptogram.flatten().as_deref(), note.wrong_pins, is_card);
        }
        Some(())
    }
}

impl HostLedger {
    /// The books in a ledger file, for a look at them; the file may be in use.
    ///
    /// # Errors
    ///
    /// [`LedgerFileError`].
    pub fn read(path: &Path) -> Result<Self, LedgerFileError> {
        let mut ledger = Self::default();
        for (at, record) in LedgerFile::read(path)?.into_iter().enumerate() {
            take_lines(&mut ledger, record.lines).ok_or(LedgerFileError::Record(at + 1))?;
        }
        Ok(ledger)
    }
}

fn take_lines(ledger: &mut HostLedger, lines: Vec<NumberedLine>) -> Option<()> {
    lines.into_iter().try_for_each(|NumberedLine { number, line }| ledger.put(number, line).then_some(()))
}

#[cfg(test)]
mod tests {
    use tapkernel_terminal::acquirer::iso8583::Message;

    use super::*;

    /// As with a full disk.
    #[test]
    fn a_host_that_cannot_keep_its_books_says_nothing_more_about_money() {
        let path = std::env::temp_dir().join(format!("tapkernel-{}-full.jsonl", std::process::id()));
        let mut host = Host::kept_in(&path, "").unwrap();
        let message = |message_type, stan: u32| {
            Message::new(message_type)
                .with(7, "1121120000")
                .with(11, format!("{stan:06}"))
                .with(41, "TM000016")
                .with(70, "301")
                .with(90, format!("0200{stan:06}1121120000{:022}", 0))
        };
        let kept = message(MessageType::REVERSAL_ADVICE, 1);
        let answer = host.handle(&kept).unwrap();
        host.keeping = Keeping::File(LedgerFile::that_takes_nothing(&path));
        for stan in [2, 2, 3] {
            assert_eq!(host.handle(&message(MessageType::REVERSAL_ADVICE, stan)), None);
        }
        assert_eq!(host.handle(&kept), Some(answer));
        assert!(host.handle(&message(MessageType::NETWORK_MANAGEMENT, 4)).is_some());
        assert_eq!(host.clone().handle(&message(MessageType::REVERSAL_ADVICE, 5)), None);
        let records = LedgerFile::read(&path).unwrap().len();
        std::fs::remove_file(&path).unwrap();
        assert_eq!(records, 1);
    }
}
