//! The hook before the first byte.

use super::Stan;
use super::iso8583::{Message, MessageType};

/// Keeps each message before its first byte leaves: no money without a record.
pub trait MessageJournal {
    /// Makes the record durable.
    ///
    /// # Errors
    ///
    /// [`JournalRefused`] if it cannot be kept; nothing is then sent.
    fn before_send(&mut self, message: &Outgoing<'_>) -> Result<(), JournalRefused>;
}

/// A message about to be sent.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// Its type, with the mark of a repeat.
    pub message_type: MessageType,
    /// Its number.
    pub stan: Stan,
    /// Its fields. Account data, PIN block and card data are in it: what is kept of them must be sealed.
    pub fields: &'a Message,
}

/// The journal cannot keep the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the journal cannot keep the record")]
pub struct JournalRefused;
