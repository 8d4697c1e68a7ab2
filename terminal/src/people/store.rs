//! Where the records of people are kept.

use thiserror::Error;

use super::PersonRecord;

/// The store could not read or write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the records of people cannot be read or written")]
pub struct StoreError;

/// Port: keeps a record for each person. Only one [`People`](super::People) may use a store at a time.
pub trait PeopleStore {
    /// The record of a person; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if that cannot be known; then nobody gets in.
    fn load(&self, person: &str) -> Result<Option<PersonRecord>, StoreError>;

    /// Replaces the record of a person. When this returns `Ok` the record survives a power cut; at one in the middle, the
    /// old record stays whole.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if that is not certain.
    fn save(&mut self, person: &str, record: &PersonRecord) -> Result<(), StoreError>;
}
