//! Kernel 2's torn transactions (Book C-2, 3.7).

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tapkernel::core::data::Date;
use tapkernel::mastercard::{TornRecord, TornTransactionLog};

use super::{KeptError, Shelf};
use crate::journal::SharedJournal;
use crate::moment::Moment;
use crate::vault::Vault;

const NAME: &str = "torn-transactions";

/// The torn transaction log of Kernel 2 in the journal, sealed: a torn transaction is recovered after a restart too.
pub struct KeptTornTransactions<V, C> {
    shelf: Shelf<C>,
    vault: V,
    log: Mutex<Log>,
}

#[derive(Default)]
struct Log {
    records: Vec<TornRecord>,
    /// Why `records` is not what the journal has.
    failed: Option<KeptError>,
}

impl<V: Vault, C: Fn() -> (Moment, Date)> KeptTornTransactions<V, C> {
    /// The log of this journal, sealed by `vault`.
    ///
    /// # Errors
    ///
    /// [`KeptError`]. A log that cannot be read stands for cryptograms that cards may have given away: it is not begun
    /// anew.
    pub fn open(journal: SharedJournal, vault: V, now: C) -> Result<Self, KeptError> {
        let shelf = Shelf { journal, now };
        let records = match shelf.sealed(NAME, &vault)? {
            Some(opened) => TornRecord::decode_list(opened.expose()).map_err(|_| KeptError::Unreadable)?,
            None => Vec::new(),
        };
        Ok(Self { shelf, vault, log: Mutex::new(Log { records, failed: None }) })
    }

    /// Why the last change is not in the journal; `None` if it is. The port has no way to say so. The change is in memory,
    /// and written with the next one.
    pub fn failure(&self) -> Option<KeptError> {
        self.lock().failed.clone()
    }

    fn keep(&self, records: &[TornRecord]) -> Result<(), KeptError> {
        let encoded = TornRecord::encode_list(records).map_err(|_| KeptError::Unreadable)?;
        self.shelf.keep_sealed(NAME, &encoded, &self.vault)
    }

    /// A thread that panicked cannot have left half a change behind: records come and go whole.
    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V: Vault + Send + Sync, C: Fn() -> (Moment, Date) + Send + Sync> TornTransactionLog
    for KeptTornTransactions<V, C>
{
    fn records(&self) -> Vec<TornRecord> {
        self.lock().records.clone()
    }

    fn update(&self, change: &mut dyn FnMut(&mut Vec<TornRecord>)) {
        let mut log = self.lock();
        let before = log.records.clone();
        change(&mut log.records);
        // Each tap cleans the log, mostly of nothing.
        if log.records != before || log.failed.is_some() {
            log.failed = self.keep(&log.records).err();
        }
    }
}

impl<V, C> fmt::Debug for KeptTornTransactions<V, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptTornTransactions").finish_non_exhaustive()
    }
}
