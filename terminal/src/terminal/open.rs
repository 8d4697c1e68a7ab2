//! The terminal is opened.

use std::collections::BTreeSet;
use std::sync::Arc;

use tapkernel::core::kernel::Kernel;
use tapkernel::profile::Profile;
use tapkernel::reader::{Reader, ReaderError};

use super::{Desk, Ports, Readers, Terminal};
use crate::acquirer::store_and_forward::StoreAndForward;
use crate::books::Ledger;
use crate::journal::JournalError;
use crate::journal::kept::KeptError;
#[cfg(feature = "mastercard")]
use crate::journal::kept::KeptTornTransactions;
use crate::rules::Rules;
use crate::sale::SaleError;

/// Why a terminal cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The journal is damaged, only to be read, or in use. [`Reports`](super::Reports) reads what is whole.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The log of torn transactions in the journal cannot be read.
    #[error("torn transactions: {0}")]
    Kept(#[from] KeptError),
    /// The profile does not fit the reader.
    #[error(transparent)]
    Reader(#[from] ReaderError),
    /// The profile is for a shop, and the attestation gate lets all through.
    #[error("a profile for shops wants an attestation gate that judges")]
    LaboratoryGate,
    /// What a crash had left could not be written down.
    #[error(transparent)]
    Interrupted(SaleError),
}

impl Terminal {
    /// Opens the terminal: reads the whole journal, and brings to a verdict what a crash has interrupted, as far as that
    /// goes without the acquirer. [`Terminal::recover`] does the rest.
    ///
    /// # Errors
    ///
    /// [`OpenError`].
    pub fn open(profile: Profile, rules: Rules, ports: Ports) -> Result<Self, OpenError> {
        ports.journal.health().writable()?;
        if profile.is_production() && ports.attestation.is_for_laboratories() {
            return Err(OpenError::LaboratoryGate);
        }
        let kernels = kernels(&ports)?;
        let reader = Reader::new(profile.clone(), kernels, ports.random)?;
        let ledger = Ledger::open(ports.journal, ports.clock, rules.clock)?;
        let readers = Readers::new(reader, profile.clone());
        let queue = StoreAndForward::new(rules.queue, []);
        let desk = Desk {
            profile,
            rules,
            ledger,
            queue,
            acquirer: ports.acquirer,
            pin_pad: ports.pin_pad,
            vault: ports.vault,
            attestation: ports.attestation,
        };
        let mut terminal = Self { desk, readers, returned: BTreeSet::new() };
        terminal.end_interrupted()?;
        terminal.settle_queue();
        Ok(terminal)
    }
}

/// The kernels that are built in, Kernel 2 with its torn transactions in the journal, and those of the ports.
fn kernels(ports: &Ports) -> Result<Vec<Arc<dyn Kernel>>, KeptError> {
    #[cfg_attr(not(any(feature = "mastercard", feature = "visa")), allow(unused_mut))]
    let mut kernels = ports.kernels.clone();
    #[cfg(feature = "mastercard")]
    {
        let clock = Arc::clone(&ports.clock);
        let now = move || {
            let now = clock.now();
            (now, now.date)
        };
        let log = KeptTornTransactions::open(ports.journal.clone(), Arc::clone(&ports.vault), now)?;
        kernels.push(tapkernel::torn_transactions::kernel_2(Arc::new(log)));
    }
    #[cfg(feature = "visa")]
    kernels.push(tapkernel::visa::kernel());
    Ok(kernels)
}
