//! The torn transaction log of Kernel 2 in memory, and the kernel with a log that is cleaned (Book C-2, 3.7 and 6.2).

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tapkernel_core::data::KernelId;
use tapkernel_core::kernel::{Activation, ActiveKernel, Kernel};
use tapkernel_core::time::Instant;
use tapkernel_mastercard::dictionary::tags::MAX_LIFETIME_OF_TORN_TRANSACTION_LOG_RECORD;
use tapkernel_mastercard::{Kernel2, TornRecord, TornTransactionLog};

/// A torn transaction log that lasts as long as the program, shared by the readers that it is given to.
///
/// Torn transactions are recovered within minutes, if at all; a log that must outlive the program seals what
/// [`TornRecord::encode_list`] makes of [`TornTransactionLog::records`] and begins with [`MemoryTornTransactionLog::new`].
#[derive(Debug, Default)]
pub struct MemoryTornTransactionLog(Mutex<Vec<TornRecord>>);

impl MemoryTornTransactionLog {
    /// A log that begins with these records, oldest first.
    pub const fn new(records: Vec<TornRecord>) -> Self {
        Self(Mutex::new(records))
    }

    /// A thread that panicked cannot have left half a change behind: records come and go whole.
    fn lock(&self) -> MutexGuard<'_, Vec<TornRecord>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TornTransactionLog for MemoryTornTransactionLog {
    fn records(&self) -> Vec<TornRecord> {
        self.lock().clone()
    }

    fn update(&self, change: &mut dyn FnMut(&mut Vec<TornRecord>)) {
        change(&mut self.lock());
    }
}

/// Kernel 2 with this torn transaction log, which is cleaned before each activation: a record older than the lifetime of
/// the profile (`DF811C`) is never recovered, so the cryptogram of a payment given up long ago is not taken for a new one.
///
/// How many records it keeps is for the profile too (`DF811D`). What CLEAN reports is dropped; a terminal that books
/// torn transactions registers a [`Kernel2`] of its own and calls [`Kernel2::clean`].
pub fn kernel_2(log: Arc<dyn TornTransactionLog>) -> Arc<dyn Kernel> {
    Arc::new(CleanedKernel2(Kernel2::new(log)))
}

/// The value of `DF811C` that Book C-2 gives a reader without one, in seconds.
const DEFAULT_LIFETIME: u16 = 300;

/// The signal CLEAN before every signal ACT.
#[derive(Debug)]
struct CleanedKernel2(Kernel2);

impl Kernel for CleanedKernel2 {
    fn id(&self) -> KernelId {
        self.0.id()
    }

    fn version(&self) -> &str {
        self.0.version()
    }

    fn activate(&self, activation: Activation, now: Instant) -> Box<dyn ActiveKernel> {
        let lifetime = activation.data.get(MAX_LIFETIME_OF_TORN_TRANSACTION_LOG_RECORD);
        let lifetime = lifetime.and_then(|seconds| seconds.try_into().ok()).map(u16::from_be_bytes);
        let when = (activation.transaction.date, activation.transaction.time);
        self.0.clean(lifetime.unwrap_or(DEFAULT_LIFETIME), when);
        self.0.activate(activation, now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tapkernel_core::data::{Database, tags};

    fn record(number: u8) -> TornRecord {
        let mut data = Database::new();
        data.insert(tags::UNPREDICTABLE_NUMBER, &[number; 4]);
        TornRecord(data)
    }

    #[test]
    fn no_record_is_lost_between_threads() {
        let log = MemoryTornTransactionLog::new(vec![record(0)]);
        std::thread::scope(|scope| {
            for number in 1..=8 {
                let log = &log;
                scope.spawn(move || (0..50).for_each(|_| log.update(&mut |all| all.push(record(number)))));
            }
        });
        let records = log.records();
        assert_eq!(records.len(), 401);
        assert!((1..=8).all(|number| records.iter().filter(|kept| **kept == record(number)).count() == 50));
    }

    #[test]
    fn it_survives_a_thread_that_did_not() {
        let log = MemoryTornTransactionLog::default();
        let panicked =
            std::thread::scope(|scope| scope.spawn(|| log.update(&mut |_| panic!("on purpose"))).join());
        assert!(panicked.is_err());
        log.update(&mut |all| all.push(record(1)));
        assert_eq!(log.records(), [record(1)]);
    }
}
