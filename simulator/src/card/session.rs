//! How far a card is since the field came on.

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::Database;

use super::Application;
use super::application::template;
use super::command::{NOT_FOUND, RECORD_NOT_FOUND};
use super::mastercard::Progress;

/// How far the card is since the field came on.
#[derive(Clone)]
pub(super) enum Session {
    Idle,
    Selected { application: usize },
    Initiated(Initiated),
}

/// GET PROCESSING OPTIONS was answered.
#[derive(Clone)]
pub(super) struct Initiated {
    pub(super) application: usize,
    /// The card's data objects and those of the transaction.
    pub(super) objects: Database,
    /// What a scheme that decides later has still to do.
    pub(super) mastercard: Option<Progress>,
}

impl Initiated {
    /// READ RECORD of the `application`.
    ///
    /// # Errors
    ///
    /// 6A82 or 6A83 if there is no such file or record, 6Cxx if it has another length.
    pub(super) fn read_record(
        &self,
        application: &Application,
        (file, number): (u8, u8),
        expected: u8,
    ) -> Result<Vec<u8>, StatusWord> {
        let mut records = application.records.iter().filter(|record| record.file == file).peekable();
        records.peek().ok_or(NOT_FOUND)?;
        let record = records.find(|record| record.number == number).ok_or(RECORD_NOT_FOUND)?;
        let answer = template(0x70, &Application::record_content(record, &self.objects));
        // 256 bytes are asked for with 00, so the truncation to a byte is the coding.
        let length = answer.len().to_le_bytes()[0];
        if expected != 0 && expected != length {
            return Err(StatusWord(u16::from_be_bytes([0x6C, length])));
        }
        Ok(answer)
    }
}
