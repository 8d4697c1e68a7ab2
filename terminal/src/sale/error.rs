//! Why a transaction could not be run to a verdict.

use tapkernel::drive::DriveError;

use crate::journal::JournalError;
use crate::pin::PinPadError;
use crate::vault::VaultError;

/// A transaction could not be run to a verdict, or something failed beside it. What is known of it is in the journal: open
/// the terminal anew, and it comes to its verdict there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SaleError {
    /// The journal took no more. If a message had left by then, its fate is unknown until the terminal is opened anew.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The reader or the transport failed. The transaction is declined, and nothing was sent; or it stands as the issuer
    /// decided, and the card did not get the answer: its verdict in the books says which.
    #[error(transparent)]
    Reader(#[from] DriveError),
    /// The PIN pad failed. The transaction is declined.
    #[error(transparent)]
    PinPad(#[from] PinPadError),
    /// The vault failed. Nothing was sent.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// All message numbers of the batch are taken: settle.
    #[error("all message numbers of the batch are taken: settle first")]
    NumbersUsedUp,
    /// The journal has no such transaction any more: it was exchanged under the terminal.
    #[error("the journal does not hold this transaction any more")]
    Vanished,
}
