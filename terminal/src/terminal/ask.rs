//! One request to the acquirer, and its answer in the journal.

use super::desk::Desk;
use super::recorder::Recorder;
use crate::acquirer::iso8583::MessageType;
use crate::acquirer::{
    Acknowledgement, Advice, AdviceKind, AuthorisationRequest, AuthorisationResponse, CardData, Delivery,
    EmvData, Original, Reversal, ReversalReason, Stan,
};
use crate::books::Transaction;
use crate::journal::{Answered, Ended, Entry, ReversalDue, Unanswered};
use crate::moment::Moment;
use crate::pin::EncipheredPin;
use crate::receipt::Reason;
use crate::sale::{Asked, SaleError};
use crate::transaction_kind::TransactionKind;

/// A request about to be made.
struct Request<'a> {
    transaction: &'a Transaction,
    stan: Stan,
    made: Moment,
    card: &'a CardData,
    original: Option<&'a Original>,
}

impl Desk {
    /// Asks the acquirer for what a transaction wants. The answer is in the journal when this returns; so is the reversal
    /// that is due if there was none.
    pub(crate) fn ask(
        &mut self,
        transaction: &Transaction,
        card: &CardData,
        pin: Option<&EncipheredPin>,
    ) -> Result<Asked, SaleError> {
        let original = self.original_message(transaction)?;
        let stan = match transaction.messages.is_empty() {
            true => transaction.begun.stan,
            false => self.next_stan()?,
        };
        let made = self.ledger.now();
        let request = Request { transaction, stan, made, card, original: original.as_ref() };
        match transaction.begun.kind {
            TransactionKind::Void | TransactionKind::PreAuthorisationCancellation => {
                let sent = self.take_back(&request)?;
                self.conclude(&request, sent, false)
            }
            TransactionKind::Completion => {
                let sent = self.complete(&request)?;
                self.conclude(&request, sent, false)
            }
            _ => {
                let sent = self.authorise(&request, pin)?;
                self.conclude(&request, sent, true)
            }
        }
    }

    /// The message that a follow-up names.
    fn original_message(&self, transaction: &Transaction) -> Result<Option<Original>, SaleError> {
        let Some(id) = transaction.begun.original else { return Ok(None) };
        let original = self.transaction(id)?;
        Ok(original.original(original.stan()))
    }

    fn authorise(&mut self, request: &Request<'_>, pin: Option<&EncipheredPin>) -> Result<Sent, SaleError> {
        let begun = &request.transaction.begun;
        let Some(operation) = begun.kind.operation() else { return Err(SaleError::Vanished) };
        let message = AuthorisationRequest {
            trace: request.transaction.trace(request.stan, request.made),
            operation,
            money: begun.money,
            cashback: begun.cashback,
            card: request.card,
            pin,
            original: request.original,
        };
        let mut recorder = Recorder::new(&mut self.ledger, Some(request.transaction.id), request.made);
        let delivery = self.acquirer.authorise(&message, &mut recorder);
        Ok((recorder.finish()?, delivery))
    }

    fn take_back(&mut self, request: &Request<'_>) -> Result<Sent, SaleError> {
        let Some(original) = request.original else { return Err(SaleError::Vanished) };
        let message = Reversal {
            trace: request.transaction.trace(request.stan, request.made),
            reason: ReversalReason::Void,
            original,
            money: request.transaction.begun.money,
            card: request.card,
            repeat: false,
        };
        let mut recorder = Recorder::new(&mut self.ledger, Some(request.transaction.id), request.made);
        let delivery = self.acquirer.reverse(&message, &mut recorder);
        Ok((recorder.finish()?, as_response(delivery)))
    }

    fn complete(&mut self, request: &Request<'_>) -> Result<Sent, SaleError> {
        let message = Advice {
            trace: request.transaction.trace(request.stan, request.made),
            kind: AdviceKind::Completion,
            money: request.transaction.begun.money,
            card: request.card,
            original: request.original,
            repeat: false,
        };
        let mut recorder = Recorder::new(&mut self.ledger, Some(request.transaction.id), request.made);
        let delivery = self.acquirer.advise(&message, &mut recorder);
        Ok((recorder.finish()?, as_response(delivery)))
    }

    /// Writes down what came of a message. `undo`: whether silence is undone, or else asked again.
    fn conclude(&mut self, request: &Request<'_>, sent: Sent, undo: bool) -> Result<Asked, SaleError> {
        let (message_type, delivery) = sent;
        let (id, stan) = (request.transaction.id, request.stan);
        let Some(message_type) = message_type else {
            return self.not_sent(request);
        };
        let unanswered =
            |may_have_arrived| Entry::Unanswered(Unanswered { stan, message_type, may_have_arrived });
        match delivery {
            Delivery::Answered(answer) => {
                let mut entries = vec![(answered(stan, message_type, &answer), None)];
                if undo && is_partial(request.transaction, &answer) {
                    let due = ReversalDue { stan, reason: ReversalReason::Cancelled };
                    entries.push((Entry::ReversalDue(due), None));
                    let ended = Ended::Declined { reason: Reason::PartialApproval };
                    entries.push((Entry::Ended(ended), None));
                }
                self.ledger.write_all(Some(id), entries)?;
                Ok(Asked::Answered(Box::new(answer)))
            }
            Delivery::NotSent(_) => {
                self.ledger.write(id, unanswered(false))?;
                self.not_sent(request)
            }
            Delivery::Unknown(_) => {
                let due = ReversalDue { stan, reason: ReversalReason::TimedOut };
                let due = undo.then_some(Entry::ReversalDue(due));
                let entries = [Some(unanswered(true)), due, Some(Entry::Ended(Ended::Unknown))];
                self.ledger
                    .write_all(Some(id), entries.into_iter().flatten().map(|e| (e, None)).collect())?;
                Ok(Asked::Unknown)
            }
        }
    }

    /// Nothing left: a completion waits for the line, everything else has not happened.
    fn not_sent(&mut self, request: &Request<'_>) -> Result<Asked, SaleError> {
        if request.transaction.begun.kind != TransactionKind::Completion {
            return Ok(Asked::NotSent);
        }
        self.ledger.write(request.transaction.id, Entry::Ended(Ended::Unknown))?;
        Ok(Asked::Unknown)
    }
}

/// Whether less was approved than was asked for: the merchant does not take a part.
fn is_partial(transaction: &Transaction, answer: &AuthorisationResponse) -> bool {
    let asked = transaction.begun.money.amount;
    answer.response_code.is_approved() && answer.amount.is_some_and(|amount| amount < asked)
}

/// The type of the message, if it came as far as the journal, and what became of it.
type Sent = (Option<MessageType>, Delivery<AuthorisationResponse>);

fn as_response(delivery: Delivery<Acknowledgement>) -> Delivery<AuthorisationResponse> {
    match delivery {
        Delivery::Answered(answer) => Delivery::Answered(AuthorisationResponse {
            response_code: answer.response_code,
            authorisation_code: None,
            rrn: answer.rrn,
            amount: None,
            emv: EmvData::default(),
        }),
        Delivery::NotSent(why) => Delivery::NotSent(why),
        Delivery::Unknown(why) => Delivery::Unknown(why),
    }
}

/// The record of an answer.
pub(super) fn answered(stan: Stan, message_type: MessageType, answer: &AuthorisationResponse) -> Entry {
    Entry::Answered(Answered {
        stan,
        message_type,
        response_code: answer.response_code,
        authorisation_code: answer.authorisation_code.clone(),
        rrn: answer.rrn.clone(),
    })
}
