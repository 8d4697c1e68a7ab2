//! What became of a message.

use super::iso8583::Iso8583Error;

/// What became of a message: three values, because a terminal that takes silence for "no" loses money, and one that takes
/// it for "yes" gives goods away.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum Delivery<T> {
    /// The acquirer answered.
    Answered(T),
    /// Certainly no byte of it left this device.
    NotSent(NotSent),
    /// It may have arrived. Reverse it or query its status before anything else.
    Unknown(Unknown),
}

impl<T> Delivery<T> {
    /// The answer, if there is one.
    pub fn answer(self) -> Option<T> {
        match self {
            Self::Answered(answer) => Some(answer),
            Self::NotSent(_) | Self::Unknown(_) => None,
        }
    }

    /// Turns the answer into something else; if that is not possible, the answer was garbage.
    pub(super) fn read<U>(self, read: impl FnOnce(T) -> Option<U>) -> Delivery<U> {
        match self {
            Self::Answered(answer) => {
                read(answer).map_or(Delivery::Unknown(Unknown::Garbage), Delivery::Answered)
            }
            Self::NotSent(why) => Delivery::NotSent(why),
            Self::Unknown(why) => Delivery::Unknown(why),
        }
    }
}

/// Why nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSent {
    /// There is no connection to the acquirer.
    #[error("the acquirer cannot be reached")]
    Unreachable,
    /// The journal did not take the message.
    #[error("the journal did not take the message")]
    Journal,
    /// The message cannot be written.
    #[error("the message cannot be written: {0}")]
    Message(Iso8583Error),
    /// The message is too long for a frame.
    #[error("the message is too long")]
    TooLong,
}

/// Why it is not known whether the message arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unknown {
    /// No answer in time.
    #[error("no answer in time")]
    TimeOut,
    /// The connection broke after the first byte.
    #[error("the connection broke")]
    ConnectionLost,
    /// What came is no answer.
    #[error("the answer cannot be read")]
    Garbage,
    /// The answer's message authentication code is missing or wrong.
    #[error("the answer is not authentic")]
    NotAuthentic,
}
