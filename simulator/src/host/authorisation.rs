//! Requests for money.

use tapkernel_core::data::{Amount, Currency, Money, Track2EquivalentData, tags};
use tapkernel_terminal::acquirer::iso8583::Message;

use super::issuer::{entry_mode, exponent, field_55, record};
use super::kept::IssuerNote;
use super::message::{Asked, kind};
use super::router::answer;
use super::{Host, HostEntry, Kind, pin};
use crate::acquirer::{AuthorisationRequest, AuthorisationResponse};

impl Host {
    pub(super) fn authorise(&mut self, message: &Message) -> Message {
        let Some(asked) = Asked::of(message) else { return answer(message, *b"30") };
        if let Some(refusal) = self.refuse(message, &asked) {
            return refusal;
        }
        match kind(message) {
            Kind::Refund => self.refund(message, asked),
            Kind::Increment => self.increment(message, asked),
            Kind::Debit | Kind::PreAuthorisation => self.ask_the_issuer(message, asked),
        }
    }

    /// The answer to a message whose number has a line already, 94, or whose reversal was here before it, 05.
    pub(super) fn refuse(&mut self, message: &Message, asked: &Asked) -> Option<Message> {
        if self.ledger.line(&asked.name).is_some() {
            return Some(answer(message, *b"94"));
        }
        let asked = Asked::of(message).filter(|asked| self.refused.contains(&asked.name))?;
        let rrn = self.rrn();
        Some(self.book(message, asked.line(kind(message), *b"05", rrn, None)))
    }

    /// Enters a line and answers with it.
    pub(super) fn book(&mut self, message: &Message, mut line: HostEntry) -> Message {
        let mut answer = answer(message, line.response_code).with(37, line.rrn.as_str());
        if line.is_approved() {
            let code = line.authorisation_code.get_or_insert_with(|| format!("{:06}", line.stan % 1_000_000));
            answer.insert(38, code.as_str());
        }
        self.ledger.enter(line);
        answer
    }

    /// A number for what the issuer does not number.
    pub(super) fn rrn(&self) -> String {
        format!("9{:011}", self.ledger.entries().len() + 1)
    }

    fn ask_the_issuer(&mut self, message: &Message, asked: Asked) -> Message {
        let Some(record) = record(message) else { return answer(message, *b"30") };
        let amounts = (Amount::new(asked.amount), Currency::new(asked.currency, exponent(&record)));
        let (Some(amount), Some(currency)) = amounts else { return answer(message, *b"13") };
        let track_2 = record.get(tags::TRACK_2_EQUIVALENT_DATA).map(Track2EquivalentData::decode);
        let Some(Ok(track_2)) = track_2 else { return answer(message, *b"30") };
        let Ok(pin) = pin::of(message, track_2.pan(), &record) else {
            let rrn = self.rrn();
            return self.book(message, asked.line(kind(message), *b"55", rrn, None));
        };
        let money = Money { amount, currency };
        let (stan, entry_mode) = (asked.name.stan, entry_mode(message));
        let request = AuthorisationRequest { data_record: record, money, stan, entry_mode, pin };
        let response = self.issuers.authorise_anew(&request);
        self.note(&request, &response, &asked.card);
        let mut line = asked.line(kind(message), response.response_code.0, response.rrn.clone(), None);
        line.authorisation_code.clone_from(&response.authorisation_code);
        let emv = field_55(&response);
        let answer = self.book(message, line);
        if emv.is_empty() { answer } else { answer.with(55, emv) }
    }

    /// Notes for the ledger file what the issuer will go by next time.
    fn note(&mut self, request: &AuthorisationRequest, response: &AuthorisationResponse, card: &str) {
        let record = &request.data_record;
        let pan = crate::acquirer::pan_of(record).unwrap_or_default();
        let cryptogram = record.get(tags::APPLICATION_CRYPTOGRAM).filter(|_| response.is_approved());
        self.issuer_note = Some(IssuerNote {
            approved_cryptogram: cryptogram.map(crate::hex::encode),
            card: card.to_owned(),
            wrong_pins: self.issuers.wrong_pins(&pan),
        });
    }
}
