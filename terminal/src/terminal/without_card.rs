//! Operations for which no card is tapped: increment, completion, cancellation.

use super::Terminal;
use crate::journal::Ended;
use crate::journal::Entry;
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
        let transaction = self.desk.ledger.transaction(id)?.ok_or(SaleError::Vanished)?;
        if transaction.verdict().is_none() {
            self.desk.copy_card(id)?;
            let transaction = self.desk.ledger.transaction(id)?.ok_or(SaleError::Vanished)?;
            let card = self.desk.card_data(&transaction)?;
            let asked = self.desk.ask(&transaction, &card, None)?;
            let transaction = self.desk.ledger.transaction(id)?.ok_or(SaleError::Vanished)?;
            let ended = match asked {
                // Approved in part: it is declined already, and must be undone.
                Asked::Answered(_) if transaction.verdict().is_some() => None,
                Asked::Answered(answer) if answer.response_code.is_approved() => Some(Ended::Approved),
                Asked::Answered(answer) => {
                    Some(Ended::Declined { reason: Reason::Issuer(answer.response_code) })
                }
                Asked::NotSent => Some(Ended::Declined { reason: Reason::AcquirerNotReached }),
                Asked::Unknown => None,
            };
            match ended {
                Some(ended) => {
                    self.desk.ledger.write(id, Entry::Ended(ended))?;
                }
                None if transaction.begun.kind == TransactionKind::Increment => {
                    self.desk.send_due(id)?;
                }
                None => {}
            }
        }
        Ok(self.result(id, None)?)
    }
}

impl super::Desk {
    /// Gives a transaction the card of its original.
    fn copy_card(&mut self, id: crate::journal::TransactionId) -> Result<(), SaleError> {
        let transaction = self.ledger.transaction(id)?.ok_or(SaleError::Vanished)?;
        let original = transaction.begun.original.ok_or(SaleError::Vanished)?;
        let original = self.ledger.transaction(original)?.ok_or(SaleError::Vanished)?;
        let (Some(card), Some(sequence)) = (original.card.clone(), original.sealed_at) else {
            return Err(SaleError::Vanished);
        };
        let sealed = self.sealed(original.id, sequence)?;
        self.ledger.write_all(Some(id), vec![(Entry::CardRead(Box::new(card)), Some(sealed))])?;
        Ok(())
    }
}
