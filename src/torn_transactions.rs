//! The torn transaction log of Kernel 2 in memory (Book C-2, 3.7).

use std::sync::{Mutex, MutexGuard, PoisonError};

use tapkernel_mastercard::{TornRecord, TornTransactionLog};

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
