//! Queries, without a way to change anything.

use tapkernel::core::data::Date;

use crate::acquirer::Stan;
use crate::books::{Books, Transaction};
use crate::journal::{Health, JournalError, Query, SharedJournal, TransactionId};

/// Queries over a journal, without a way to change anything: for those who may look but not touch, and for a damaged
/// journal, of which it shows what is whole.
#[derive(Clone, Debug)]
pub struct Reports {
    journal: SharedJournal,
}

/// The transactions of some business dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History(pub Vec<Transaction>);

impl Reports {
    /// Over this journal.
    pub const fn new(journal: SharedJournal) -> Self {
        Self { journal }
    }

    /// Whether the journal is whole.
    pub fn health(&self) -> Health {
        self.journal.health()
    }

    /// The latest transaction with this number.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn transaction(&self, stan: Stan) -> Result<Option<Transaction>, JournalError> {
        match self.journal.last(Query::Stan(stan))?.and_then(|record| record.transaction) {
            Some(id) => self.by_id(id),
            None => Ok(None),
        }
    }

    /// A transaction.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn by_id(&self, id: TransactionId) -> Result<Option<Transaction>, JournalError> {
        Ok(Transaction::of(&self.journal.records(Query::Transaction(id))?))
    }

    /// The transaction with this reference of the app.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn by_reference(&self, reference: &str) -> Result<Option<Transaction>, JournalError> {
        match self.journal.last(Query::Reference(reference))?.and_then(|record| record.transaction) {
            Some(id) => self.by_id(id),
            None => Ok(None),
        }
    }

    /// The transactions of these business dates, both included, in order.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn history(&self, from: Date, to: Date) -> Result<History, JournalError> {
        self.all_of(Query::Days(from, to))
    }

    /// The transactions of a batch, in order.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn batch(&self, batch: u32) -> Result<History, JournalError> {
        self.all_of(Query::Batch(batch))
    }

    fn all_of(&self, query: Query<'_>) -> Result<History, JournalError> {
        let begun = self.journal.records(query)?;
        let transactions = begun.iter().filter_map(|record| record.transaction).map(|id| self.by_id(id));
        Ok(History(transactions.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()))
    }

    /// The books, worked out anew: the open batch with its totals, and what is not finished.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn books(&self) -> Result<Books, JournalError> {
        let mut books = Books::default();
        self.journal.replay(|record| books.apply(&record))?;
        Ok(books)
    }

    /// Whether there is any record.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn is_empty(&self) -> Result<bool, JournalError> {
        Ok(self.journal.last(Query::All)?.is_none())
    }
}
