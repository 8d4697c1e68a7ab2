//! What must still be sent.

use crate::acquirer::Stan;

/// What must still be sent for a transaction, until the acquirer has acknowledged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// A message is undone.
    Reversal {
        /// Which message.
        stan: Stan,
        /// Whether a byte of the reversal may have left before.
        repeat: bool,
    },
    /// A pre-authorisation is taken.
    Completion {
        /// Number of the advice.
        stan: Stan,
        /// Whether a byte of it may have left before.
        repeat: bool,
    },
    /// The terminal has approved offline.
    OfflineApproval {
        /// Number of the advice.
        stan: Stan,
        /// Whether a byte of it may have left before.
        repeat: bool,
    },
    /// A void that was not answered is asked again: the acquirer answers a repeat as it answered the first.
    Void {
        /// Its number.
        stan: Stan,
    },
}
