//! Operators and supervisors.

use tapkernel::core::data::Date;

use super::{KeptError, Shelf};
use crate::journal::SharedJournal;
use crate::moment::Moment;
use crate::people::{PeopleStore, PersonRecord, StoreError};
use crate::vault::Vault;

/// The records of people in the journal, sealed.
pub struct KeptPeople<V, C> {
    shelf: Shelf<C>,
    vault: V,
}

impl<V: Vault, C: Fn() -> (Moment, Date)> KeptPeople<V, C> {
    /// The people of this journal, sealed by `vault`.
    pub const fn new(journal: SharedJournal, vault: V, now: C) -> Self {
        Self { shelf: Shelf { journal, now }, vault }
    }

    fn read(&self, person: &str) -> Result<Option<PersonRecord>, KeptError> {
        let Some(opened) = self.shelf.sealed(&name(person), &self.vault)? else { return Ok(None) };
        PersonRecord::decode(opened.expose()).map(Some).ok_or(KeptError::Unreadable)
    }
}

impl<V: Vault, C: Fn() -> (Moment, Date)> PeopleStore for KeptPeople<V, C> {
    fn load(&self, person: &str) -> Result<Option<PersonRecord>, StoreError> {
        self.read(person).map_err(|_| StoreError)
    }

    fn save(&mut self, person: &str, record: &PersonRecord) -> Result<(), StoreError> {
        self.shelf.keep_sealed(&name(person), &record.encode(), &self.vault).map_err(|_| StoreError)
    }
}

fn name(person: &str) -> String {
    format!("person/{person}")
}
