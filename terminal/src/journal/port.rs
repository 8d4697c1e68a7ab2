//! The port to what keeps the records.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use tapkernel::core::data::Date;

use super::{Entry, Health};
use crate::acquirer::Stan;
use crate::moment::Moment;

/// Number of a record, from 1.
pub type Sequence = u64;

/// Which transaction: the number of the record that begins it. Unique for the life of the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TransactionId(pub Sequence);

/// A record to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// Which transaction it belongs to; `None` for none, and for [`Entry::Begun`], which makes its own.
    pub transaction: Option<TransactionId>,
    /// What the clock said.
    pub at: Moment,
    /// The business date.
    pub day: Date,
    /// What happened.
    pub entry: Entry,
    /// What recovery needs and nobody may read, as the vault sealed it.
    pub sealed: Option<Vec<u8>>,
}

/// A record as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub sequence: Sequence,
    /// Which transaction it belongs to. That of an [`Entry::Begun`] is its own number.
    pub transaction: Option<TransactionId>,
    /// What the clock said.
    pub at: Moment,
    /// The business date.
    pub day: Date,
    /// What happened.
    pub entry: Entry,
    /// What the vault sealed.
    pub sealed: Option<Vec<u8>>,
}

/// Which records to read. All of them are found by an index, whatever the size of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Query<'a> {
    /// All.
    All,
    /// Those after this number.
    After(Sequence),
    /// Those of a transaction.
    Transaction(TransactionId),
    /// [`Entry::Begun`] of the transactions that follow this one.
    Followers(TransactionId),
    /// [`Entry::Begun`] of the transactions of these business dates, both included.
    Days(Date, Date),
    /// [`Entry::Begun`] of the transactions of a batch.
    Batch(u32),
    /// [`Entry::Begun`] of the transactions with this reference of the app.
    Reference(&'a str),
    /// Records that name this message: [`Entry::Begun`], [`Entry::Sending`].
    Stan(Stan),
    /// [`Entry::Kept`] of this name.
    Kept(&'a str),
}

/// In which order records are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As they were written.
    Forward,
    /// The last one first.
    Backward,
}

/// What keeps the records: append only, in order, each chained to the one before it.
pub trait Journal: Send {
    /// Whether it is whole and can be written.
    fn health(&self) -> &Health;

    /// Writes records, all or none, and returns their numbers' first when they are durable.
    ///
    /// # Errors
    ///
    /// [`JournalError`]. After [`JournalError::Failed`] it is not known whether the records are kept: the journal takes no
    /// more until it is opened, and verified, anew.
    fn append(&mut self, records: &[NewRecord]) -> Result<Sequence, JournalError>;

    /// Whether there is room for the records of one more transaction: asked before a card is read.
    ///
    /// # Errors
    ///
    /// [`JournalError`] as [`Journal::append`] would give it.
    fn room(&mut self) -> Result<(), JournalError>;

    /// Reads records until `each` breaks.
    ///
    /// # Errors
    ///
    /// [`JournalError::Damaged`] at a record that is not what was written.
    fn read(
        &self,
        query: Query<'_>,
        order: Order,
        each: &mut dyn FnMut(Record) -> ControlFlow<()>,
    ) -> Result<(), JournalError>;
}

/// Why the journal did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// There is no room; nothing was written.
    #[error("the journal is full: free some space, or archive it after a settlement")]
    Full,
    /// It is damaged. What is whole can be read and exported; nothing is written.
    #[error("the journal is damaged: {0}")]
    Damaged(String),
    /// It was opened for reading, or a newer version of this library wrote it.
    #[error("the journal can only be read: {0}")]
    ReadOnly(&'static str),
    /// It cannot be opened: no such folder, no right to it.
    #[error("the journal cannot be opened: {0}")]
    Opening(String),
    /// An entry would not be read again as it is, so it was not written.
    #[error("an entry cannot be spelled")]
    Unwritable,
    /// Another process has it.
    #[error("another process has the journal open")]
    Busy,
    /// Writing failed, and it is not known what is on the disk.
    #[error("writing the journal failed ({0}): open it anew before the next sale")]
    Failed(String),
}
