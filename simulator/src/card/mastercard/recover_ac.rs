//! RECOVER AC: the answer to a GENERATE AC that the reader never got, once more (Book C-2, 3.7 and 5.8).

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

use super::Transaction;
use crate::card::command::UNKNOWN_INSTRUCTION;
use crate::card::data_object_list::cut;
use crate::crypto::value;

/// DRDOL `9F51`.
const DRDOL: Tag = Tag::new(0x9F51);

/// The answer to the last GENERATE AC, and by what the reader names it.
#[derive(Clone)]
pub(super) struct LastAnswer {
    unpredictable_number: [u8; 4],
    answer: Vec<u8>,
}

impl LastAnswer {
    /// `None` if the CDOL did not ask for the Unpredictable Number.
    pub(super) fn new(terminal: &Database, answer: &[u8]) -> Option<Self> {
        let unpredictable_number = value(terminal, tags::UNPREDICTABLE_NUMBER).ok()?;
        Some(Self { unpredictable_number, answer: answer.to_vec() })
    }
}

impl Transaction<'_> {
    /// The last answer, if the reader names its Unpredictable Number. It stays: the reader may lose it again.
    pub(super) fn recover_ac(&mut self, data: &[u8]) -> Result<Vec<u8>, StatusWord> {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        let terminal = cut(self.objects.get(DRDOL).ok_or(UNKNOWN_INSTRUCTION)?, data)?;
        if self.progress.answered {
            return Err(not_now);
        }
        let number: [u8; 4] = value(&terminal, tags::UNPREDICTABLE_NUMBER).map_err(|_| not_now)?;
        let last = self.memory.last_answer.as_ref().filter(|last| last.unpredictable_number == number);
        let last = last.ok_or(not_now)?;
        self.progress.answered = true;
        Ok(last.answer.clone())
    }
}
