//! The course of a transaction, without a card in it: told what the card, the PIN pad and the acquirer did, it says what
//! comes next, and writes every step down.

use tapkernel::core::data::Database;
use tapkernel::core::kernel::OnlineResponse;
use tapkernel::core::outcome::Cvm;
use tapkernel::drive::{DriveError, Final, OnlineRequest};
use tapkernel::reader::{FinalOutcome, Tap};
use tapkernel::transport::Stop;

use super::card_facts::{card_data, card_read};
use super::{Event, SaleError, Step, Tell, Wait, reason};
use crate::acquirer::{AuthorisationResponse, CardData, ResponseCode, ReversalReason, Stan};
use crate::books::{Transaction, Verdict};
use crate::journal::{Ended, Entry, ReversalDue, TransactionId};
use crate::pin::{EncipheredPin, PinEntry, PinRequest};
use crate::receipt::Reason;
use crate::rules::SoftDecline;
use crate::terminal::Desk;
use crate::transaction_kind::TransactionKind;

/// What comes next.
pub(crate) enum Next {
    /// A card is tapped; whether the reader then wants the cardholder verified at any amount.
    Tap(Box<Tap>, Verification),
    /// The card in the field gets the issuer's answer.
    Respond(OnlineResponse),
    /// The PIN pad asks for the PIN.
    Pin,
    /// The acquirer is asked.
    Authorise,
    /// The end.
    Done(Verdict),
}

/// Whether the reader wants the cardholder verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verification {
    /// By its limits.
    ByLimits,
    /// Always: the issuer has asked for it.
    Always,
}

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
    /// The answer that the card still gets.
    answer: Option<AuthorisationResponse>,
    second_tap_done: bool,
    /// The outcome of the last tap, for engineers.
    pub(crate) outcome: Option<Box<FinalOutcome>>,
}

impl<'t> Course<'t> {
    pub(crate) const fn new(desk: &'t mut Desk, id: TransactionId, tap: Box<Tap>, stop: Stop) -> Self {
        Self {
            desk,
            id,
            stop,
            next: Some(Next::Tap(tap, Verification::ByLimits)),
            request: None,
            card: None,
            pin: None,
            pins_asked: 0,
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
        self.desk.ledger.transaction(self.id)?.ok_or(SaleError::Vanished)
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
            Final::Approved(outcome) if !takes_back => self.approved_offline(&outcome),
            other => {
                self.note_card(other.outcome())?;
                let reason = reason::of_tap(&other, self.stop.is_stopped());
                self.end(Ended::Declined { reason })
            }
        }
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

    /// Writes the card down, with what messages need of it; whether the transaction may go on with it.
    fn read_card(&mut self, outcome: &FinalOutcome) -> Result<bool, SaleError> {
        let facts = card_read(outcome, self.desk.vault.as_ref())?;
        let data = facts.as_ref().and_then(|facts| card_data(outcome, facts.entry_mode));
        let (Some(facts), Some(data)) = (facts, data) else {
            self.end(Ended::Declined { reason: Reason::NotProcessed })?;
            return Ok(false);
        };
        let expected = self.desk.card_of_original(self.id)?;
        let is_other = expected.is_some_and(|expected| expected != facts.token);
        self.desk.write_card(self.id, facts, &data)?;
        if is_other {
            self.end(Ended::Declined { reason: Reason::OtherCard })?;
            return Ok(false);
        }
        self.card = Some(data);
        Ok(true)
    }

    /// Writes down what a receipt says of a card that goes no further.
    fn note_card(&mut self, outcome: &FinalOutcome) -> Result<(), SaleError> {
        if let Some(facts) = card_read(outcome, self.desk.vault.as_ref())? {
            self.desk.ledger.write(self.id, Entry::CardRead(Box::new(facts)))?;
        }
        Ok(())
    }

    /// Asks for the PIN.
    pub(crate) fn enter_pin(&mut self, events: &dyn Tell) -> Result<(), SaleError> {
        let transaction = self.transaction()?;
        let again = transaction.wrong_pins() > 0;
        let limit = self.desk.rules.pin_limit;
        let of = self.steps(&transaction, true);
        events.tell(Event::Step { step: Step::Pin, number: of - 1, of });
        events.tell(Event::PinWanted { again });
        events.tell(Event::Waiting { on: Wait::Pin, left: limit });
        self.pins_asked += 1;
        let Some(card) = &self.card else { return Err(SaleError::Vanished) };
        let request = PinRequest { pan: card.pan(), money: transaction.begun.money, limit, again };
        match self.desk.pin_pad.enter(&request, &self.stop) {
            Ok(PinEntry::Entered(pin)) => {
                self.pin = Some(pin);
                self.next = Some(Next::Authorise);
                Ok(())
            }
            Ok(_) => self.decline(Reason::PinCancelled),
            Err(error) => {
                self.decline(Reason::NotProcessed)?;
                Err(error.into())
            }
        }
    }

    /// A decline after the card was read: a card that is held gets no answer, and the field goes off.
    fn decline(&mut self, reason: Reason) -> Result<(), SaleError> {
        self.end(Ended::Declined { reason })
    }

    /// Asks the acquirer.
    pub(crate) fn authorise(&mut self, events: &dyn Tell) -> Result<(), SaleError> {
        if self.stop.is_stopped() {
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

    /// The acquirer's answer, which is in the journal.
    fn answered(&mut self, answer: AuthorisationResponse, events: &dyn Tell) -> Result<(), SaleError> {
        let transaction = self.transaction()?;
        let code = answer.response_code;
        if let Some(verdict) = transaction.verdict() {
            events.tell(Event::Reversing);
            self.desk.send_due(self.id)?;
            self.next = Some(Next::Done(verdict));
            return Ok(());
        }
        if !code.is_approved() && self.goes_on_after(code, &transaction) {
            return Ok(());
        }
        self.tell_the_card(answer)
    }

    /// Whether a declined transaction goes on: with a PIN, or with a second tap.
    fn goes_on_after(&mut self, code: ResponseCode, transaction: &Transaction) -> bool {
        let has_tries = self.pins_asked < self.desk.rules.pin_tries;
        let had_pin = transaction.messages.last().is_some_and(|message| message.with_pin);
        let next = match self.desk.rules.soft_decline {
            _ if code == ResponseCode::WRONG_PIN && had_pin && has_tries => Next::Pin,
            SoftDecline::Pin if code.is_soft_decline() && !had_pin && has_tries => Next::Pin,
            SoftDecline::SecondTap if code.is_soft_decline() && !had_pin && !self.second_tap_done => {
                self.second_tap_done = true;
                let Some(tap) = self.desk.tap(transaction) else { return false };
                Next::Tap(Box::new(tap), Verification::Always)
            }
            _ => return false,
        };
        self.next = Some(next);
        true
    }

    /// Gives the issuer's answer to the card, where the kernel wants that; else it ends here.
    fn tell_the_card(&mut self, answer: AuthorisationResponse) -> Result<(), SaleError> {
        let response = online_response(&answer);
        let (held, second) = match &self.request {
            Some(request) => (request.holds_card(), request.second_tap(response.clone())),
            None => (false, None),
        };
        self.answer = Some(answer);
        match second {
            _ if held => self.next = Some(Next::Respond(response)),
            Some(tap) => self.next = Some(Next::Tap(Box::new(tap), Verification::ByLimits)),
            None => return self.card_has_answered(None, None),
        }
        Ok(())
    }

    /// The held card has its answer; `None` if it did not get it.
    pub(crate) fn responded(&mut self, ended: Result<Option<Final>, DriveError>) -> Result<(), SaleError> {
        match ended {
            Ok(ended) => self.card_has_answered(ended.as_ref(), None),
            Err(error) => self.card_has_answered(None, Some(error)),
        }
    }

    /// The issuer has answered, and the card, if it was asked, too. Only a card that declines changes what the issuer
    /// said: one that left early has cost the issuer's update, not the payment.
    fn card_has_answered(
        &mut self,
        ended: Option<&Final>,
        error: Option<DriveError>,
    ) -> Result<(), SaleError> {
        let Some(answer) = self.answer.take() else { return Err(SaleError::Vanished) };
        let stan = self.transaction()?.stan();
        let result = match answer.response_code {
            code if !code.is_approved() => self.end(Ended::Declined { reason: Reason::Issuer(code) }),
            _ if matches!(ended, Some(Final::Declined(_))) => {
                self.undo(stan, ReversalReason::Cancelled, Reason::CardOrTerminal)
            }
            _ => self.end(Ended::Approved),
        };
        match error {
            Some(error) if result.is_ok() => Err(error.into()),
            _ => result,
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

/// What came of asking the acquirer.
pub(crate) enum Asked {
    /// An answer. It is in the journal.
    Answered(Box<AuthorisationResponse>),
    /// Certainly nothing left.
    NotSent,
    /// It may have arrived. A reversal is due, or a repeat.
    Unknown,
}

fn online_response(answer: &AuthorisationResponse) -> OnlineResponse {
    let mut data: Database = answer.emv.objects.clone();
    data.insert(tapkernel::core::data::tags::AUTHORISATION_RESPONSE_CODE, &answer.response_code.0);
    OnlineResponse { data, scripts: answer.emv.scripts.clone() }
}
