//! What the terminal needs from outside.

use std::sync::Arc;

use tapkernel::core::kernel::Kernel;
use tapkernel::entry_point::UnpredictableNumbers;
use tapkernel::random::OsRandom;

use crate::acquirer::Acquirer;
use crate::attestation::{AttestationGate, LaboratoryGate};
use crate::clock::TerminalClock;
use crate::journal::SharedJournal;
use crate::pin::PinPad;
use crate::vault::Vault;

/// What the terminal needs from outside.
pub struct Ports {
    pub(super) journal: SharedJournal,
    pub(super) acquirer: Box<dyn Acquirer + Send>,
    pub(super) pin_pad: Box<dyn PinPad + Send>,
    pub(super) vault: Arc<dyn Vault + Send + Sync>,
    pub(super) clock: Arc<dyn TerminalClock + Send + Sync>,
    pub(super) random: Box<dyn UnpredictableNumbers>,
    pub(super) attestation: Box<dyn AttestationGate + Send>,
    pub(super) kernels: Vec<Arc<dyn Kernel>>,
}

impl Ports {
    /// Where everything is written down, the way to the acquirer, what takes PINs, what seals card data, and the clock.
    ///
    /// Unpredictable Numbers come from the operating system. The attestation gate is the laboratory's, which lets all
    /// through and is refused under a profile for shops.
    pub fn new(
        journal: SharedJournal,
        acquirer: impl Acquirer + Send + 'static,
        pin_pad: impl PinPad + Send + 'static,
        vault: impl Vault + Send + Sync + 'static,
        clock: impl TerminalClock + Send + Sync + 'static,
    ) -> Self {
        Self {
            journal,
            acquirer: Box::new(acquirer),
            pin_pad: Box::new(pin_pad),
            vault: Arc::new(vault),
            clock: Arc::new(clock),
            random: Box::new(OsRandom::default()),
            attestation: Box::new(LaboratoryGate),
            kernels: Vec::new(),
        }
    }

    /// With this source of Unpredictable Numbers.
    #[must_use]
    pub fn with_random(self, random: impl UnpredictableNumbers + 'static) -> Self {
        Self { random: Box::new(random), ..self }
    }

    /// With this gate, asked before each transaction.
    #[must_use]
    pub fn with_attestation(self, gate: impl AttestationGate + Send + 'static) -> Self {
        Self { attestation: Box::new(gate), ..self }
    }

    /// With one more kernel: that of a domestic scheme.
    #[must_use]
    pub fn with_kernel(mut self, kernel: Arc<dyn Kernel>) -> Self {
        self.kernels.push(kernel);
        self
    }
}

impl std::fmt::Debug for Ports {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ports").field("journal", &self.journal).finish_non_exhaustive()
    }
}
