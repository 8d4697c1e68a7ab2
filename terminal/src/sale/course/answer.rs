//! The acquirer's answer, and what the card makes of it.

use tapkernel::core::data::{Database, tags};
use tapkernel::core::kernel::OnlineResponse;
use tapkernel::drive::{DriveError, Final};

use super::{Course, Next, Verification};
use crate::acquirer::{AuthorisationResponse, ResponseCode, ReversalReason};
use crate::books::Transaction;
use crate::journal::Ended;
use crate::receipt::Reason;
use crate::rules::SoftDecline;
use crate::sale::{Event, SaleError, Tell};

impl Course<'_> {
    /// The acquirer's answer, which is in the journal.
    pub(super) fn answered(
        &mut self,
        answer: AuthorisationResponse,
        events: &dyn Tell,
    ) -> Result<(), SaleError> {
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
    pub(super) fn card_has_answered(
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
}

fn online_response(answer: &AuthorisationResponse) -> OnlineResponse {
    let mut data: Database = answer.emv.objects.clone();
    data.insert(tags::AUTHORISATION_RESPONSE_CODE, &answer.response_code.0);
    OnlineResponse { data, scripts: answer.emv.scripts.clone() }
}
