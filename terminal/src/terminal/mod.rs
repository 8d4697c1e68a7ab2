//! The terminal: everything a merchant does, over one journal.

mod ask;
mod begin;
pub(crate) mod desk;
mod draft;
mod export;
mod follow_up;
mod open;
mod ports;
mod readers;
mod receipts;
mod reconciliation;
mod recorder;
mod recover;
mod reports;
mod settle;
mod status;
mod upkeep;
mod without_card;

use std::collections::BTreeSet;

use tapkernel::profile::Profile;
use tapkernel::reader::FinalOutcome;
use tapkernel::transport::Stop;

use crate::books::{Books, Verdict};
use crate::journal::{Entry, Health, JournalError, TransactionId};
use crate::moment::Moment;
use crate::people::{Grant, Role};
use crate::sale::{SaleError, SaleResult};

pub(crate) use desk::Desk;
pub use draft::Draft;
pub use export::HistoryLine;
pub use open::OpenError;
pub use ports::Ports;
pub(crate) use readers::Readers;
pub use reconciliation::{AcquirerLine, FileError, Reconciliation};
pub use recover::{Pending, RecoveryReport};
pub use reports::{History, Reports};
pub use settle::{SettleError, SettledCurrency, SettlementReport};
pub use status::StatusReport;

/// The terminal. One transaction at a time.
pub struct Terminal {
    pub(crate) desk: Desk,
    pub(crate) readers: Readers,
    /// Verdicts that were returned to the app, to be written down as delivered with the next record.
    returned: BTreeSet<TransactionId>,
}

impl std::fmt::Debug for Terminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terminal").field("profile", &self.desk.profile).finish_non_exhaustive()
    }
}

impl Terminal {
    /// The profile in force.
    pub const fn profile(&self) -> &Profile {
        &self.desk.profile
    }

    /// The books.
    pub const fn books(&self) -> &Books {
        self.desk.ledger.books()
    }

    /// Whether the journal is whole.
    pub fn health(&self) -> Health {
        self.desk.ledger.journal().health()
    }

    /// What the terminal's clock says.
    pub fn now(&self) -> Moment {
        self.desk.ledger.now()
    }

    /// Queries without a way to change anything.
    pub fn reports(&self) -> Reports {
        Reports::new(self.desk.ledger.journal().clone())
    }

    /// Says that the clock is right after a jump, so that days can be closed again. A supervisor does.
    ///
    /// # Errors
    ///
    /// [`SaleError::Journal`]. An operator's grant changes nothing, and the clock stays in doubt.
    pub fn confirm_clock(&mut self, grant: &Grant) -> Result<(), SaleError> {
        if grant.role() == Role::Supervisor {
            let entry = Entry::ClockConfirmed { by: grant.person().to_owned() };
            self.desk.ledger.write_all(None, vec![(entry, None)])?;
        }
        Ok(())
    }

    /// Whether the clock has jumped and nobody has confirmed it.
    pub fn clock_is_doubted(&self) -> bool {
        self.desk.ledger.clock_is_doubted()
    }

    /// Results that came about while nobody waited for them: those of transactions that a crash interrupted, and of those
    /// that were unknown at first. Each comes again until [`Terminal::delivered`] is called for it.
    pub fn undelivered(&self) -> Vec<SaleResult> {
        let books = self.books().unfinished();
        let waiting = books.filter(|transaction| {
            !matches!(transaction.verdict(), None | Some(Verdict::Unknown))
                && !transaction.delivered
                && !self.returned.contains(&transaction.id)
        });
        waiting.map(|transaction| SaleResult::of(transaction.clone(), None)).collect()
    }

    /// The app has told the merchant of this result. One that is unknown changes yet, and is told again.
    ///
    /// # Errors
    ///
    /// [`JournalError`].
    pub fn delivered(&mut self, id: TransactionId) -> Result<(), JournalError> {
        let running = self.books().running(id).filter(|transaction| !transaction.delivered);
        let verdict = running.and_then(crate::books::Transaction::verdict);
        if !matches!(verdict, None | Some(Verdict::Unknown)) {
            self.desk.ledger.write(id, Entry::Delivered)?;
        }
        Ok(())
    }

    /// Keeps the picture of the cardholder's signature, sealed, with a transaction.
    ///
    /// # Errors
    ///
    /// [`SaleError`]: the vault, the journal.
    pub fn sign(&mut self, id: TransactionId, picture: &[u8]) -> Result<(), SaleError> {
        let sealed = self.desk.vault.seal(&signature_context(id), picture)?;
        self.desk.ledger.write_all(Some(id), vec![(Entry::Signed, Some(sealed))])?;
        Ok(())
    }

    /// The result of a transaction as the books have it.
    pub(crate) fn result(
        &mut self,
        id: TransactionId,
        outcome: Option<Box<FinalOutcome>>,
    ) -> Result<SaleResult, SaleError> {
        let transaction = self.desk.transaction(id)?;
        self.settle_queue();
        // What is not known yet is told again when it is.
        if !matches!(transaction.verdict(), None | Some(Verdict::Unknown)) {
            self.returned.insert(id);
        }
        Ok(SaleResult::of(transaction, outcome))
    }

    /// Reader and course of a transaction that waits for its card; `None` if it has its verdict.
    pub(crate) fn course(
        &mut self,
        id: TransactionId,
        stop: &Stop,
    ) -> Result<Option<(&mut Readers, crate::sale::Course<'_>)>, SaleError> {
        let transaction = self.desk.transaction(id)?;
        if transaction.verdict().is_some() {
            return Ok(None);
        }
        let tap = self.desk.tap(&transaction).ok_or(SaleError::Vanished)?;
        // A transaction that failed in the middle may have left its card held.
        self.readers.let_go();
        let course = crate::sale::Course::new(&mut self.desk, id, Box::new(tap), stop.clone());
        Ok(Some((&mut self.readers, course)))
    }
}

/// What a sealed signature belongs to.
fn signature_context(id: TransactionId) -> Vec<u8> {
    format!("signature {}", id.0).into_bytes()
}
