//! Operations for which no card is tapped: increment, completion, cancellation.

use super::Terminal;
use crate::journal::{Ended, Entry, TransactionId};
use crate::operations::{Order, Refusal};
use crate::receipt::Reason;
use crate::sale::{Asked, SaleError, SaleResult};
use crate::transaction_kind::TransactionKind;

impl Terminal {
    /// Does what an order asks for which no card is tapped: an increment, a completion or a cancellation of a
    /// pre-authorisation. What the acquirer needs of the card comes, sealed, from the pre-authorisation.
    ///
    /// A completion that cannot be delivered now is [`SaleResult::Unknown`]: it is sent until it is acknowledged.
    ///
    /// # Errors
    ///
    /// [`Refusal`]; nothing was begun. [`Refusal::Sale`] if something failed after that: the books say what.
    pub fn submit(&mut self, order: &Order) -> Result<SaleResult, Refusal> {
        if order.kind().transaction_type().is_some() {
            return Err(Refusal::Amount("a card must be tapped for it: begin it"));
        }
        let id = self.enter(order)?;
        if self.desk.transaction(id)?.verdict().is_none() {
            self.desk.ask_without_card(id)?;
        }
        Ok(self.result(id, None)?)
    }
}

impl super::Desk {
    /// Asks the acquirer with the card of the original, and writes down how it ended.
    fn ask_without_card(&mut self, id: TransactionId) -> Result<(), SaleError> {
        self.copy_card(id)?;
        let transaction = self.transaction(id)?;
        let card = self.card_data(&transaction)?;
        let asked = self.ask(&transaction, &card, None)?;
        // Approved in part is declined already, and silence unknown: what is left is to undo an increment.
        if self.transaction(id)?.verdict().is_some() {
            if transaction.begun.kind == TransactionKind::Increment {
                self.send_due(id)?;
            }
            return Ok(());
        }
        if let Some(ended) = ended(&asked) {
            self.ledger.write(id, Entry::Ended(ended))?;
        }
        Ok(())
    }

    /// Gives a transaction the card of its original.
    fn copy_card(&mut self, id: TransactionId) -> Result<(), SaleError> {
        let transaction = self.transaction(id)?;
        let original = transaction.begun.original.ok_or(SaleError::Vanished)?;
        let original = self.transaction(original)?;
        let (Some(card), Some(sequence)) = (original.card.clone(), original.sealed_at) else {
            return Err(SaleError::Vanished);
        };
        let sealed = self.sealed(original.id, sequence)?;
        self.ledger.write_all(Some(id), vec![(Entry::CardRead(Box::new(card)), Some(sealed))])?;
        Ok(())
    }
}

/// How it ended by what came of asking; `None` if that is not known.
fn ended(asked: &Asked) -> Option<Ended> {
    Some(match asked {
        Asked::Answered(answer) if answer.response_code.is_approved() => Ended::Approved,
        Asked::Answered(answer) => Ended::Declined { reason: Reason::Issuer(answer.response_code) },
        Asked::NotSent => Ended::Declined { reason: Reason::AcquirerNotReached },
        Asked::Unknown => return None,
    })
}
