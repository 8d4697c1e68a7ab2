//! Kernel 2 as the reader registers it.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use tapkernel_core::data::{Database, Date, KernelId, Time};
use tapkernel_core::kernel::{Activation, ActiveKernel, Kernel, KernelConclusion};
use tapkernel_core::oda::OdaReport;
use tapkernel_core::outcome::{ErrorIndication, Outcome, OutcomeParameterSet};
use tapkernel_core::time::Instant;

use crate::dictionary::tags as mc;
use crate::machine::Machine;
#[cfg(feature = "mag-stripe")]
use crate::mag_stripe::FailedMagStripeCounter;
use crate::torn_transactions::{NoTornTransactionLog, TornRecord, TornTransactionLog};

/// Kernel 2 (Book C-2): registered under identifier 2. Between transactions it keeps the torn transaction log, which is
/// behind a port, and with mag-stripe mode the number of failed checksums, which its clones share and a restart forgets.
#[derive(Clone, Debug)]
pub struct Kernel2 {
    kept: BetweenTransactions,
}

/// What outlives a transaction.
#[derive(Clone, Debug)]
pub(crate) struct BetweenTransactions {
    pub(crate) torn_log: Arc<dyn TornTransactionLog>,
    #[cfg(feature = "mag-stripe")]
    pub(crate) failed_mag_stripe: Arc<FailedMagStripeCounter>,
}

impl Kernel2 {
    /// The kernel with this torn transaction log. How many records it uses is for the configuration to say (`DF811D`).
    pub fn new(torn_log: Arc<dyn TornTransactionLog>) -> Self {
        let kept = BetweenTransactions {
            torn_log,
            #[cfg(feature = "mag-stripe")]
            failed_mag_stripe: Arc::default(),
        };
        Self { kept }
    }

    /// The signal CLEAN in S1 (Book C-2, 6.2): records of torn transactions that are older than `lifetime` seconds
    /// (`DF811C`) leave the log and are reported in the Discretionary Data.
    pub fn clean(&self, lifetime: u16, (date, time): (Date, Time)) -> KernelConclusion {
        let mut old = Vec::new();
        self.kept.torn_log.update(&mut |records| {
            let is_old = |record: &TornRecord| record.is_older(u64::from(lifetime), date, time);
            let (gone, young) = core::mem::take(records).into_iter().partition(is_old);
            (old, *records) = (gone, young);
        });
        let error = ErrorIndication::default();
        let mut data = Database::new();
        data.insert(mc::ERROR_INDICATION, &error.encode());
        let reported = TornRecord::encode_all(&old);
        if !reported.is_empty() {
            data.insert(mc::TORN_RECORD, &reported);
        }
        let parameters = OutcomeParameterSet {
            discretionary_data: Some(data),
            ..OutcomeParameterSet::new(Outcome::EndApplication)
        };
        KernelConclusion { parameters, error, oda: OdaReport::default() }
    }
}

impl Default for Kernel2 {
    fn default() -> Self {
        Self::new(Arc::new(NoTornTransactionLog))
    }
}

/// Kernel 2 without a torn transaction log, ready to be registered.
pub fn kernel() -> Arc<dyn Kernel> {
    Arc::new(Kernel2::default())
}

impl Kernel for Kernel2 {
    fn id(&self) -> KernelId {
        KernelId::MASTERCARD
    }

    fn version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }

    fn activate(&self, activation: Activation, now: Instant) -> Box<dyn ActiveKernel> {
        Box::new(Machine::activate(&activation, &self.kept, now))
    }
}
