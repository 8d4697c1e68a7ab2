//! Why a tap could not be run to an outcome.

use crate::reader::ReaderError;
use crate::transport::ActivationError;

/// The tap could not be run to an outcome. The reader is free for the next one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DriveError {
    /// The reader refused.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// The transport does not work.
    #[error("{0}")]
    Transport(ActivationError),
    /// The reader let the card go without an outcome.
    #[error("the reader ended the tap without an outcome")]
    NoOutcome,
    /// The reader waits for data that this loop has no source for.
    #[error("the kernel asks for data exchange, and the driver was given no source of data")]
    DataExchange,
}
