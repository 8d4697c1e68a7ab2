//! Kernel 3 as the reader registers it.

use alloc::boxed::Box;
use alloc::sync::Arc;

use tapkernel_core::data::KernelId;
use tapkernel_core::kernel::{Activation, ActiveKernel, Kernel};
use tapkernel_core::time::Instant;

use crate::machine::Machine;

/// Kernel 3 (Book C-3): registered under identifier 3, keeps nothing between transactions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kernel3;

/// Kernel 3, ready to be registered.
pub fn kernel() -> Arc<dyn Kernel> {
    Arc::new(Kernel3)
}

impl Kernel for Kernel3 {
    fn id(&self) -> KernelId {
        KernelId::VISA
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn activate(&self, activation: Activation, _now: Instant) -> Box<dyn ActiveKernel> {
        Box::new(Machine::activate(activation))
    }
}
