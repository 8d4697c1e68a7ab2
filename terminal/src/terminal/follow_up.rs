//! What is due to the acquirer goes out, until it is acknowledged.

use super::desk::Desk;
use super::recorder::Recorder;
use super::recover::Sent;
use crate::acquirer::iso8583::MessageType;
use crate::acquirer::{
    Acknowledgement, Advice, AdviceKind, Delivery, HostState, Original, ResponseCode, Reversal,
    ReversalReason, Stan, StatusQuery, TransactionStatus,
};
use crate::books::{Due, Transaction};
use crate::journal::{Answered, Ended, Entry, Resolved, TransactionId};
use crate::rules::WhenUnanswered;
use crate::sale::SaleError;

/// Response code 25: the acquirer has no such message, so there is nothing to undo.
const NOT_FOUND: ResponseCode = ResponseCode(*b"25");

impl Desk {
    /// Sends what is due for a transaction, once.
    pub(crate) fn send_due(&mut self, id: TransactionId) -> Result<Sent, SaleError> {
        let Some(transaction) = self.ledger.books().running(id).cloned() else { return Ok(Sent::Done) };
        match transaction.due() {
            None => Ok(Sent::Done),
            Some(Due::Reversal { stan, repeat }) => self.reverse_due(&transaction, stan, repeat),
            Some(Due::Completion { stan, repeat }) => {
                self.advise_due(&transaction, AdviceKind::Completion, stan, repeat)
            }
            Some(Due::OfflineApproval { stan, repeat }) => {
                self.advise_due(&transaction, AdviceKind::OfflineApproval, stan, repeat)
            }
            Some(Due::Void { stan }) => self.void_due(&transaction, stan),
        }
    }

    /// Undoes a message; where the rules say so, its status is asked for first.
    fn reverse_due(
        &mut self,
        transaction: &Transaction,
        stan: Stan,
        repeat: bool,
    ) -> Result<Sent, SaleError> {
        let timed_out = transaction.reversal.is_some_and(|r| r.due.reason == ReversalReason::TimedOut);
        if timed_out && !repeat && self.rules.unanswered == WhenUnanswered::Query {
            match self.query(transaction, stan)? {
                Delivery::Answered(status) if self.settled_by(transaction, stan, &status)? => {
                    return Ok(Sent::Done);
                }
                Delivery::Answered(_) => {}
                Delivery::NotSent(_) | Delivery::Unknown(_) => return Ok(Sent::NoAnswer),
            }
        }
        self.reverse(transaction, stan, repeat)
    }

    pub(super) fn query(
        &mut self,
        transaction: &Transaction,
        stan: Stan,
    ) -> Result<Delivery<TransactionStatus>, SaleError> {
        let original = transaction.original(stan).ok_or(SaleError::Vanished)?;
        let (number, made) = (self.next_stan()?, self.ledger.now());
        let query = StatusQuery { trace: transaction.trace(number, made), original };
        let mut recorder = Recorder::new(&mut self.ledger, Some(transaction.id), made);
        let delivery = self.acquirer.status(&query, &mut recorder);
        recorder.finish()?;
        Ok(delivery)
    }

    /// Whether the acquirer's word settles it: what it has approved or declined stands.
    fn settled_by(
        &mut self,
        transaction: &Transaction,
        stan: Stan,
        status: &TransactionStatus,
    ) -> Result<bool, SaleError> {
        let code = status.response_code;
        let resolved = match (status.state, code) {
            (HostState::Approved, _) => Resolved::Confirmed,
            (HostState::Declined, Some(response_code)) => Resolved::Declined { response_code },
            _ => return Ok(false),
        };
        let message = transaction.messages.iter().find(|message| message.stan == stan);
        let Some(message_type) = message.map(|message| message.message_type) else { return Ok(false) };
        let answered = Entry::Answered(Answered {
            stan,
            message_type,
            response_code: code.unwrap_or(ResponseCode::APPROVED),
            authorisation_code: status.authorisation_code.clone(),
            rrn: status.rrn.clone(),
        });
        self.resolve(transaction, answered, resolved)?;
        Ok(true)
    }

    fn reverse(&mut self, transaction: &Transaction, stan: Stan, repeat: bool) -> Result<Sent, SaleError> {
        let original = transaction.original(stan).ok_or(SaleError::Vanished)?;
        let reason = transaction.reversal.map_or(ReversalReason::TimedOut, |reversal| reversal.due.reason);
        let acknowledged = self.send_reversal(transaction, &original, (stan, reason, repeat))?;
        let Some(answer) = acknowledged else { return Ok(Sent::NoAnswer) };
        if !answer.response_code.is_approved() && answer.response_code != NOT_FOUND {
            return Ok(Sent::Refused(answer.response_code));
        }
        let answered = acknowledgement(stan, MessageType::REVERSAL_ADVICE, &answer);
        self.resolve(transaction, answered, Resolved::Reversed)
    }

    /// A void that was not answered is asked again.
    fn void_due(&mut self, transaction: &Transaction, stan: Stan) -> Result<Sent, SaleError> {
        let id = transaction.begun.original.ok_or(SaleError::Vanished)?;
        let voided = self.transaction(id)?;
        let original = voided.original(voided.stan()).ok_or(SaleError::Vanished)?;
        let answer = self.send_reversal(transaction, &original, (stan, ReversalReason::Void, true))?;
        let Some(answer) = answer else { return Ok(Sent::NoAnswer) };
        if answer.response_code.is_of_the_moment() {
            return Ok(Sent::Refused(answer.response_code));
        }
        let resolved = resolved(answer.response_code);
        self.resolve(transaction, acknowledgement(stan, MessageType::REVERSAL, &answer), resolved)
    }

    fn send_reversal(
        &mut self,
        transaction: &Transaction,
        original: &Original,
        (stan, reason, repeat): (Stan, ReversalReason, bool),
    ) -> Result<Option<Acknowledgement>, SaleError> {
        let card = self.card_data(transaction)?;
        let made = transaction.messages.iter().find(|message| message.stan == stan).map(|sent| sent.made);
        let made = made.unwrap_or(transaction.at);
        let money = transaction.begun.money;
        let trace = transaction.trace(stan, made);
        let reversal = Reversal { trace, reason, original, money, card: &card, repeat };
        let mut recorder = Recorder::new(&mut self.ledger, Some(transaction.id), made);
        let delivery = self.acquirer.reverse(&reversal, &mut recorder);
        recorder.finish()?;
        Ok(delivery.answer())
    }

    fn advise_due(
        &mut self,
        transaction: &Transaction,
        kind: AdviceKind,
        stan: Stan,
        repeat: bool,
    ) -> Result<Sent, SaleError> {
        let original = match transaction.begun.original {
            Some(id) => {
                let held = self.transaction(id)?;
                held.original(held.stan())
            }
            None => None,
        };
        let card = self.card_data(transaction)?;
        let made = transaction.messages.last().map_or(transaction.at, |message| message.made);
        let advice = Advice {
            trace: transaction.trace(stan, made),
            kind,
            money: transaction.begun.money,
            card: &card,
            original: original.as_ref(),
            repeat,
        };
        let mut recorder = Recorder::new(&mut self.ledger, Some(transaction.id), made);
        let delivery = self.acquirer.advise(&advice, &mut recorder);
        recorder.finish()?;
        let Some(answer) = delivery.answer() else { return Ok(Sent::NoAnswer) };
        let code = answer.response_code;
        let is_open = match kind {
            AdviceKind::Completion => code.is_of_the_moment(),
            AdviceKind::OfflineApproval => !code.is_approved(),
        };
        if is_open {
            return Ok(Sent::Refused(code));
        }
        let answered = acknowledgement(stan, MessageType::FINANCIAL_ADVICE, &answer);
        self.resolve(transaction, answered, resolved(answer.response_code))
    }

    /// Writes an answer down, and what it means for a transaction that was unknown.
    fn resolve(
        &mut self,
        transaction: &Transaction,
        answered: Entry,
        resolved: Resolved,
    ) -> Result<Sent, SaleError> {
        let open = transaction.ended == Some(Ended::Unknown) && transaction.resolved.is_none();
        let resolved = open.then_some(Entry::Resolved(resolved));
        let entries = [Some(answered), resolved].into_iter().flatten().map(|entry| (entry, None));
        self.ledger.write_all(Some(transaction.id), entries.collect())?;
        Ok(Sent::Done)
    }
}

fn acknowledgement(stan: Stan, message_type: MessageType, answer: &Acknowledgement) -> Entry {
    Entry::Answered(Answered {
        stan,
        message_type,
        response_code: answer.response_code,
        authorisation_code: None,
        rrn: answer.rrn.clone(),
    })
}

const fn resolved(response_code: ResponseCode) -> Resolved {
    match &response_code.0 {
        b"00" => Resolved::Confirmed,
        _ => Resolved::Declined { response_code },
    }
}
