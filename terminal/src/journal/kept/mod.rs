//! Small things that must last, kept in the journal as [`Entry::Kept`]: each is on the disk when its call returns.
//!
//! | what | port | name in the journal |
//! |---|---|---|
//! | `KeptKeyCounter` (feature `software-pin-pad`) | `KeyCounter` of the PIN pad in software | `key-counter/KEY` |
//! | [`KeptPeople`] | [`PeopleStore`](crate::people::PeopleStore) | `person/NAME` |
//! | `KeptTornTransactions` (feature `mastercard`) | `TornTransactionLog` of Kernel 2 | `torn-transactions` |
//!
//! The last two are sealed by the [`Vault`]: torn records hold card data, and a code of few digits can be found by trying
//! once somebody has what it is compared with. A blob is sealed for its name, so that it opens under no other.
//!
//! What the records are dated with comes from a closure: what the clock says, and the business date.

#[cfg(feature = "software-pin-pad")]
mod counter;
mod people;
#[cfg(feature = "mastercard")]
mod torn_transactions;

use tapkernel::core::Secret;
use tapkernel::core::data::Date;

#[cfg(feature = "software-pin-pad")]
use super::wire::hex;
use super::{Entry, JournalError, NewRecord, Query, Record, SharedJournal};
use crate::moment::Moment;
use crate::vault::{Vault, VaultError};

#[cfg(feature = "software-pin-pad")]
pub use counter::KeptKeyCounter;
pub use people::KeptPeople;
#[cfg(feature = "mastercard")]
pub use torn_transactions::KeptTornTransactions;

/// Why something is not kept, or not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeptError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// It is there, and is not what it should be.
    #[error("a kept value is not what it should be")]
    Unreadable,
}

/// Named values in a journal.
struct Shelf<C> {
    journal: SharedJournal,
    now: C,
}

impl<C: Fn() -> (Moment, Date)> Shelf<C> {
    fn last(&self, name: &str) -> Result<Option<Record>, KeptError> {
        Ok(self.journal.last(Query::Kept(name))?)
    }

    #[cfg(feature = "software-pin-pad")]
    fn keep(&self, name: &str, value: &[u8]) -> Result<(), KeptError> {
        self.write(name, hex(value), None)
    }

    fn keep_sealed(&self, name: &str, value: &[u8], vault: &impl Vault) -> Result<(), KeptError> {
        self.write(name, String::new(), Some(vault.seal(&context(name), value)?))
    }

    fn sealed(&self, name: &str, vault: &impl Vault) -> Result<Option<Secret<Vec<u8>>>, KeptError> {
        let Some(record) = self.last(name)? else { return Ok(None) };
        let sealed = record.sealed.ok_or(KeptError::Unreadable)?;
        Ok(Some(vault.open(&context(name), &sealed)?))
    }

    fn write(&self, name: &str, value: String, sealed: Option<Vec<u8>>) -> Result<(), KeptError> {
        let (at, day) = (self.now)();
        let entry = Entry::Kept { name: name.to_owned(), value };
        self.journal.append(&[NewRecord { transaction: None, at, day, entry, sealed }])?;
        Ok(())
    }
}

fn context(name: &str) -> Vec<u8> {
    format!("tapkernel kept {name}").into_bytes()
}
