//! What became of a transaction, at the acquirer.

use super::Terminal;
use crate::acquirer::{Stan, TransactionStatus};
use crate::books::Transaction;
use crate::sale::SaleError;

/// What the journal and the acquirer say of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusReport {
    /// As it stands in the books.
    pub transaction: Transaction,
    /// What the acquirer says of its last message; `None` if it did not answer, or was never asked for anything.
    pub acquirer: Option<TransactionStatus>,
}

impl Terminal {
    /// Asks the acquirer what became of the transaction with this number. Changes nothing: what is unknown is resolved by
    /// [`Terminal::recover`]. `None` if there is no such transaction.
    ///
    /// # Errors
    ///
    /// [`SaleError`]: the journal, or no number is left for the message.
    pub fn status(&mut self, stan: Stan) -> Result<Option<StatusReport>, SaleError> {
        let Some(transaction) = self.reports().transaction(stan)? else { return Ok(None) };
        let acquirer = match transaction.messages.is_empty() {
            true => None,
            false => self.desk.query(&transaction, transaction.stan())?.answer(),
        };
        Ok(Some(StatusReport { transaction, acquirer }))
    }
}
