//! COMPUTE CRYPTOGRAPHIC CHECKSUM: the CVC3 of mag-stripe mode (Book C-2, 5.2).

use tapkernel_core::apdu::StatusWord;
use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

use super::Transaction;
use crate::card::application::{listed, template};
use crate::card::command::UNKNOWN_INSTRUCTION;
use crate::card::data_object_list::cut;
use crate::crypto::{cvc3, value};

/// UDOL `9F69`.
const UDOL: Tag = Tag::new(0x9F69);
/// What the reader sends to a card without one: the Unpredictable Number (Numeric).
const DEFAULT_UDOL: &[u8] = &[0x9F, 0x6A, 0x04];
const UNPREDICTABLE_NUMBER_NUMERIC: Tag = Tag::new(0x9F6A);
const TRACK_2_DATA: Tag = Tag::new(0x9F6B);
const CVC3_TRACK_2: Tag = Tag::new(0x9F61);

impl Transaction<'_> {
    /// CVC3 (Track 2) and the transaction counter, once for a transaction.
    pub(super) fn compute_cryptographic_checksum(&mut self, data: &[u8]) -> Result<Vec<u8>, StatusWord> {
        let not_now = StatusWord::CONDITIONS_NOT_SATISFIED;
        let track = self.objects.get(TRACK_2_DATA).ok_or(UNKNOWN_INSTRUCTION)?;
        if self.progress.answered {
            return Err(not_now);
        }
        let terminal = cut(self.objects.get(UDOL).unwrap_or(DEFAULT_UDOL), data)?;
        let number = value(&terminal, UNPREDICTABLE_NUMBER_NUMERIC).map_err(|_| not_now)?;
        let counter: [u8; 2] =
            value(self.objects, tags::APPLICATION_TRANSACTION_COUNTER).map_err(|_| not_now)?;
        let key = self.keys.cvc3.as_ref().ok_or(not_now)?;
        self.progress.answered = true;
        let mut response = Database::new();
        response.insert(CVC3_TRACK_2, &cvc3(key, track, number, counter));
        response.insert(tags::APPLICATION_TRANSACTION_COUNTER, &counter);
        let order = [CVC3_TRACK_2, tags::APPLICATION_TRANSACTION_COUNTER];
        Ok(template(0x77, &listed(&order, &response)))
    }
}
