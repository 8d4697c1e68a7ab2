//! The counter of a DUKPT key.

use tapkernel::core::data::Date;

use super::{KeptError, Shelf};
use crate::journal::wire::unhex;
use crate::journal::{Entry, SharedJournal};
use crate::moment::Moment;
use crate::pin::{CounterFailed, KeyCounter};

/// The transaction counter of a DUKPT key in the journal. It never goes back: a counter that did would lead to a key that
/// was used before.
pub struct KeptKeyCounter<C> {
    shelf: Shelf<C>,
    name: String,
}

impl<C: Fn() -> (Moment, Date)> KeptKeyCounter<C> {
    /// The counter of the key that `key` names: its initial key identification in hexadecimal digits, so that another
    /// key begins at 0.
    pub fn new(journal: SharedJournal, key: &str, now: C) -> Self {
        Self { shelf: Shelf { journal, now }, name: format!("key-counter/{key}") }
    }

    fn read(&self) -> Result<u32, KeptError> {
        let Some(record) = self.shelf.last(&self.name)? else { return Ok(0) };
        let Entry::Kept { value, .. } = record.entry else { return Err(KeptError::Unreadable) };
        let bytes = unhex(&value).and_then(|bytes| bytes.try_into().ok()).ok_or(KeptError::Unreadable)?;
        Ok(u32::from_be_bytes(bytes))
    }
}

impl<C: Fn() -> (Moment, Date)> KeyCounter for KeptKeyCounter<C> {
    fn last(&mut self) -> Result<u32, CounterFailed> {
        self.read().map_err(|_| CounterFailed)
    }

    fn keep(&mut self, counter: u32) -> Result<(), CounterFailed> {
        if counter < self.last()? {
            return Err(CounterFailed);
        }
        self.shelf.keep(&self.name, &counter.to_be_bytes()).map_err(|_| CounterFailed)
    }
}
