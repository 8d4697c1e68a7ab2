//! Why a kernel ended (Error Indication `DF8115`, Book C-2, A.1.73; used alike for the other kernels).

use super::{L1Error, MessageIdentifier};
use crate::apdu::StatusWord;

/// Where the error came from, if there was one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ErrorIndication {
    /// An error of the interface.
    pub l1: Option<L1Error>,
    /// An error of the card's data or of the kernel's checks.
    pub l2: Option<L2Error>,
    /// An error of the terminal.
    pub l3: Option<L3Error>,
    /// The status word that was the reason.
    pub status_word: Option<StatusWord>,
    /// The message that went with it.
    pub message_on_error: Option<MessageIdentifier>,
}

impl ErrorIndication {
    /// An error of the interface.
    pub fn level_1(error: L1Error) -> Self {
        Self { l1: Some(error), ..Self::default() }
    }

    /// An error of the card's data.
    pub fn level_2(error: L2Error) -> Self {
        Self { l2: Some(error), ..Self::default() }
    }

    /// A status word that ends processing.
    pub fn status(status: StatusWord) -> Self {
        Self { l2: Some(L2Error::StatusBytes), status_word: Some(status), ..Self::default() }
    }
}

/// An error of level 2: the card's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum L2Error {
    /// A data object that must be there is not.
    CardDataMissing,
    /// CAM failed: the card's signature is not good.
    CamFailed,
    /// A status word other than the one wanted.
    StatusBytes,
    /// What the card sent cannot be read.
    ParsingError,
    /// The amount is above the limit for contactless.
    MaxLimitExceeded,
    /// The card's data contradict each other.
    CardDataError,
    /// The card wants mag-stripe mode, and the reader has none.
    MagStripeNotSupported,
    /// The directory is empty.
    EmptyCandidateList,
}

/// An error of level 3: the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum L3Error {
    /// The terminal did not answer in time.
    TimeOut,
    /// The terminal stopped the transaction.
    Stop,
    /// The terminal gave no amount.
    AmountNotPresent,
}
