//! The course of a transaction, without a card in it: told what the card, the PIN pad and the acquirer did, it says what
//! comes next, and writes every step down.

mod answer;
mod card;
mod next;
mod pin;

use std::time::Duration;

use tapkernel::core::outcome::Cvm;
use tapkernel::core::time::Instant;
use tapkernel::drive::{DriveError, Final, OnlineRequest};
use tapkernel::reader::{FinalOutcome, Tap};
use tapkernel::transport::Stop;

use super::{Event, SaleError, Step, Tell, reason};
use crate::acquirer::{AuthorisationResponse, CardData, ReversalReason, Stan};
use crate::books::{Transaction, Verdict};
use crate::journal::{Ended, Entry, ReversalDue, TransactionId};
use crate::pin::EncipheredPin;
use crate::receipt::Reason;
use crate::terminal::Desk;
use crate::transaction_kind::{Side, TransactionKind};

pub(crate) use next::{Asked, Next, Verification};

/// The course of one transaction.
pub(crate) struct Course<'t> {
    desk: &'t mut Desk,
    id: TransactionId,
    stop: Stop,
    next: Option<Next>,
    request: Option<OnlineRequest>,
    card: Option<CardData>,
    pin: Option<EncipheredPin>,
    pins_asked: u8,
    /// When the transaction must have gone to the acquirer.
    until: Instant,
    /// The answer that the card still gets.
    answer: Option<AuthorisationResponse>,
    second_tap_done: bool,
    /// The outcome of the last tap, for engineers.
    pub(crate) outcome: Option<Box<FinalOutcome>>,
}

impl<'t> Course<'t> {
    pub(crate) fn new(desk: &'t mut Desk, id: TransactionId, tap: Box<Tap>, stop: Stop) -> Self {
        let until = desk.instant() + desk.profile.transaction_timeout();
        Self {
            desk,
            id,
            stop,
            next: Some(Next::Tap(tap, Verification::ByLimits)),
            request: None,
            card: None,
            pin: None,
            pins_asked: 0,
            until,
            answer: None,
            second_tap_done: false,
            outcome: None,
        }
    }

    /// What comes next. Each is given once.
    pub(crate) fn next(&mut self) -> Option<Next> {
        self.next.take()
    }

    /// The transaction as it stands in the books.
    pub(crate) fn transaction(&self) -> Result<Transaction, SaleError> {
        self.desk.transaction(self.id)
    }

    fn kind(&self) -> Result<TransactionKind, SaleError> {
        Ok(self.transaction()?.begun.kind)
    }

    /// A tap came to its end.
    pub(crate) fn tapped(&mut self, ended: Result<Final, DriveError>) -> Result<(), SaleError> {
        let ended = match ended {
            Ok(ended) => ended,
            Err(error) if self.answer.is_some() => return self.card_has_answered(None, Some(error)),
            Err(error) => {
                self.end(Ended::Declined { reason: Reason::NotProcessed })?;
                return Err(error.into());
            }
        };
        self.outcome = Some(Box::new(ended.outcome().clone()));
        if self.answer.is_some() {
            return self.card_has_answered(Some(&ended), None);
        }
        self.first_tap(ended)
    }

    fn first_tap(&mut self, ended: Final) -> Result<(), SaleError> {
        let takes_back = matches!(self.kind()?, TransactionKind::Refund | TransactionKind::Void);
        match ended {
            Final::OnlineRequest(request) => {
                let wants_pin = request.cvm() == Cvm::OnlinePin && !takes_back;
                if self.read_card(request.outcome())? {
                    self.next = Some(if wants_pin { Next::Pin } else { Next::Authorise });
                }
                self.request = Some(request);
                Ok(())
            }
            // A card gives no cryptogram for money that it gets: AAC is the good end (Books C-2 and C-3).
            Final::Declined(outcome) | Final::EndApplication(outcome)
                if takes_back && reason::is_good_end_of_refund(&outcome) =>
            {
                if self.read_card(&outcome)? {
                    self.next = Some(Next::Authorise);
                }
                Ok(())
            }
            Final::Approved(outcome) if self.may_approve_offline()? => self.approved_offline(&outcome),
            Final::Approved(outcome) => {
                self.note_card(&outcome)?;
                self.decline(Reason::CardOrTerminal)
            }
            other => {
                self.note_card(other.outcome())?;
                let reason = reason::of_tap(&other, self.stop.is_stopped());
                self.end(Ended::Declined { reason })
            }
        }
    }

    /// Whether the card's approval is enough. Only the issuer holds money for later, and one that was asked, and wanted
    /// more, is not passed over by a second tap.
    fn may_approve_offline(&self) -> Result<bool, SaleError> {
        let transaction = self.transaction()?;
        let takes_money = transaction.begun.kind.side() == Side::Debit;
        Ok(takes_money && transaction.messages.is_empty())
    }

    /// The card and the terminal have agreed; the acquirer is told later, if so much may wait for it.
    fn approved_offline(&mut self, outcome: &FinalOutcome) -> Result<(), SaleError> {
        if !self.read_card(outcome)? {
            return Ok(());
        }
        let amount = self.transaction()?.begun.money.amount;
        self.desk.settle_queue();
        match self.desk.queue.room(amount.minor_units()) {
            Ok(()) => self.end(Ended::Approved),
            Err(_) => self.decline(Reason::AcquirerNotReached),
        }
    }

    /// A decline after the card was read: a card that is held gets no answer, and the field goes off.
    fn decline(&mut self, reason: Reason) -> Result<(), SaleError> {
        self.end(Ended::Declined { reason })
    }

    /// Asks the acquirer.
    pub(crate) fn authorise(&mut self, events: &dyn Tell) -> Result<(), SaleError> {
        if self.stop.is_stopped() || self.left().is_zero() {
            return self.decline(Reason::Cancelled);
        }
        let transaction = self.transaction()?;
        let of = self.steps(&transaction, self.pins_asked > 0);
        events.tell(Event::Step { step: Step::Authorisation, number: of, of });
        events.tell(Event::Authorising);
        let Some(card) = self.card.take() else { return Err(SaleError::Vanished) };
        let pin = self.pin.take();
        let asked = self.desk.ask(&transaction, &card, pin.as_ref());
        self.card = Some(card);
        match asked? {
            Asked::Answered(answer) => self.answered(*answer, events),
            Asked::NotSent => self.decline(Reason::AcquirerNotReached),
            Asked::Unknown => {
                events.tell(Event::Reversing);
                self.desk.send_due(self.id)?;
                let verdict = self.transaction()?.verdict().unwrap_or(Verdict::Unknown);
                self.next = Some(Next::Done(verdict));
                Ok(())
            }
        }
    }

    /// Ends with a decline, and undoes what was approved.
    fn undo(&mut self, stan: Stan, why: ReversalReason, reason: Reason) -> Result<(), SaleError> {
        let due = Entry::ReversalDue(ReversalDue { stan, reason: why });
        let ended = Ended::Declined { reason };
        self.desk.ledger.write_all(Some(self.id), vec![(due, None), (Entry::Ended(ended), None)])?;
        self.desk.send_due(self.id)?;
        self.next = Some(Next::Done(Verdict::Declined(reason)));
        Ok(())
    }

    /// What is left of the time for the whole transaction.
    fn left(&self) -> Duration {
        self.until.since(self.desk.instant())
    }

    fn end(&mut self, ended: Ended) -> Result<(), SaleError> {
        self.desk.ledger.write(self.id, Entry::Ended(ended))?;
        let verdict = self.transaction()?.verdict().unwrap_or(Verdict::Unknown);
        self.next = Some(Next::Done(verdict));
        Ok(())
    }

    /// How many steps there are: a supervisor's code, the card, the PIN, the acquirer.
    fn steps(&self, transaction: &Transaction, with_pin: bool) -> u8 {
        2 + u8::from(transaction.begun.supervisor.is_some()) + u8::from(with_pin)
    }

    /// Tells that the card is wanted.
    pub(crate) fn tell_of_tap(&self, events: &dyn Tell) -> Result<(), SaleError> {
        let transaction = self.transaction()?;
        let number = 1 + u8::from(transaction.begun.supervisor.is_some());
        let of = self.steps(&transaction, self.pins_asked > 0);
        events.tell(Event::Step { step: Step::Card, number, of });
        Ok(())
    }
}
