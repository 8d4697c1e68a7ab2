//! Combinations: what the reader supports.

use tapkernel_core::data::{Aid, Database, KernelId};
use tapkernel_core::kernel::ReaderLimits;

/// One AID with one kernel, configured for one transaction type (Book A, 5.2; Book B, 2.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combination {
    /// The AID, which may be the beginning of several ADF names.
    pub aid: Aid,
    /// The kernel.
    pub kernel: KernelId,
    /// Limits, flags and TTQ of the Entry Point.
    pub limits: ReaderLimits,
    /// Extended Selection Support flag.
    pub extended_selection: bool,
    /// Terminal data objects and kernel configuration that the kernel is activated with.
    pub data: Database,
}
