//! The messages of a transaction.

use crate::acquirer::iso8583::MessageType;
use crate::acquirer::{ResponseCode, Stan};
use crate::journal::{Answered, ReversalDue};
use crate::moment::Moment;

/// A request or an advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentMessage {
    /// Its type, without the mark of a repeat.
    pub message_type: MessageType,
    /// Its number.
    pub stan: Stan,
    /// When it was made.
    pub made: Moment,
    /// Whether it had a PIN.
    pub with_pin: bool,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was about to leave; no more is known.
    Open,
    /// The acquirer answered.
    Answered(Answered),
    /// Certainly no byte of it left.
    NotSent,
    /// No answer came.
    Silent,
}

/// A reversal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReversalState {
    /// What is undone, and why.
    pub due: ReversalDue,
    /// Whether a byte of it may have left.
    pub sent: bool,
    /// The acquirer's acknowledgement.
    pub acknowledged: Option<ResponseCode>,
}
