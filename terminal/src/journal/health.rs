//! Whether a journal is whole.

use super::{JournalError, Sequence};

/// Whether a journal is whole and can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Health {
    /// Every record is as it was written.
    Sound,
    /// Opened for reading, or written by a newer version.
    ReadOnly(&'static str),
    /// Something is not as it was written.
    Damaged(Damage),
    /// Writing failed once; nothing is written until it is opened anew.
    Failed(String),
}

/// What is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}; {intact} records before it are whole")]
pub struct Damage {
    /// What, in English.
    pub what: String,
    /// The last record up to which the chain holds.
    pub intact: Sequence,
}

impl Health {
    /// Whether records can be written.
    ///
    /// # Errors
    ///
    /// [`JournalError`], why not.
    pub fn writable(&self) -> Result<(), JournalError> {
        match self {
            Self::Sound => Ok(()),
            Self::ReadOnly(why) => Err(JournalError::ReadOnly(why)),
            Self::Damaged(damage) => Err(JournalError::Damaged(damage.to_string())),
            Self::Failed(why) => Err(JournalError::Failed(why.clone())),
        }
    }
}
