//! What a caller can do wrong.

use tapkernel_core::data::{KernelId, TransactionType};

use crate::entry_point::EntryPointError;

/// The reader cannot do what it was asked for. A card never causes one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReaderError {
    /// The profile names a kernel that was not given.
    #[error("the profile needs kernel {0}, which is not registered")]
    KernelMissing(KernelId),
    /// Two kernels under one identifier.
    #[error("kernel {0} is registered twice")]
    KernelTwice(KernelId),
    /// A production profile wants real randomness.
    #[error("a production profile refuses scripted unpredictable numbers")]
    ScriptedRandom,
    /// The profile has no applications for this.
    #[error("the profile allows no {0:?} in currency {1:03}")]
    NotConfigured(TransactionType, u16),
    /// No application may be used for the fixed amount.
    #[error("the limits of the profile allow no application for this fixed amount")]
    FixedAmountNotAllowed,
    /// The Entry Point refused.
    #[error(transparent)]
    EntryPoint(#[from] EntryPointError),
}
