//! Combinations: what the reader supports.

use tapkernel_core::data::{Aid, Amount, Currency, Database, KernelId};
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

impl Combination {
    /// The Combination of a reader with a fixed amount, which starts at B: its TTQ is what pre-processing makes of it
    /// once, for this amount (Book B, 3.2.1: without Start A the TTQ is used as configured). `None` if it is not
    /// allowed at all.
    pub fn with_fixed_amount(&self, amount: Amount, currency: Currency) -> Option<Self> {
        let ttq = self.limits.pre_process(amount, currency)?.ttq;
        let mut fixed = self.clone();
        fixed.limits.ttq = ttq;
        Some(fixed)
    }
}
