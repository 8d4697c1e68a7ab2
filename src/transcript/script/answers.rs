//! What a transcript has for each thing that the reader awaits.

use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::{Script, Wanted};
use crate::reader::FinalOutcome;
use crate::transcript::Move;
use crate::transcript::format::{Step, TranscriptError};
use crate::transcript::values::{objects, online_response};
use crate::transport::{Exchange, Reply};

impl Script {
    /// Goes on with the issuer's answer, if the transcript has one and the kernel wants it.
    pub(super) fn issuer_answers(
        &mut self,
        outcome: &FinalOutcome,
        deadline: Option<Instant>,
        holds_card: bool,
    ) -> Result<Option<Move>, TranscriptError> {
        let Some(resumption) = &outcome.resumption else { return self.finish() };
        self.skip("pin-entered");
        if holds_card && self.skip("time-out") {
            return Ok(Some(self.wait(deadline)));
        }
        let Some(step) = self.front().filter(|step| step.event.as_deref() == Some("online-response")) else {
            return self.finish();
        };
        let response = online_response(&format!("exchanges[{}].data", self.at), &step.data)?;
        self.at += 1;
        if !holds_card && resumption.with(response.clone()).is_none() {
            return self.finish();
        }
        Ok(Some(Move::OnlineResponse(response)))
    }

    /// After the outcome only events may be left.
    pub(super) fn finish(&mut self) -> Result<Option<Move>, TranscriptError> {
        self.wanted = Wanted::End;
        let mut left = self.transcript.exchanges.iter().enumerate().skip(self.at);
        match left.find(|(_, step)| step.event.is_none()) {
            Some((at, _)) => Err(TranscriptError::Mismatch(format!(
                "exchanges[{at}]: the transcript goes on and the reader has its outcome"
            ))),
            None => Ok(None),
        }
    }

    pub(super) fn await_card(&mut self, deadline: Option<Instant>) -> Result<Move, TranscriptError> {
        while self.skip("card-removed") || self.skip("pin-entered") {}
        let found = match self.event() {
            None if self.front().is_some() => return Ok(Move::CardDetected),
            Some("card-presented") => Move::CardDetected,
            Some("collision") => Move::Collision,
            Some("stop") => Move::Stop,
            Some("time-out") | None => self.wait(deadline),
            Some(_) => return self.out_of_place("a card is awaited"),
        };
        self.at += 1;
        Ok(found)
    }

    pub(super) fn transmit(
        &mut self,
        command: &[u8],
        deadline: Option<Instant>,
    ) -> Result<Move, TranscriptError> {
        while self.skip("card-presented") || self.skip("pin-entered") {}
        let number = self.report.commands.len();
        let Some(step) = self.front().cloned() else {
            let sent = hex::encode_upper(command);
            return Err(TranscriptError::Mismatch(format!(
                "command {number}: {sent} was sent after the end"
            )));
        };
        let found = match step.event.as_deref() {
            None => self.exchange(&step, command)?,
            Some("card-removed") => Move::L1Error(L1Error::TimeOut),
            Some("stop") => Move::Stop,
            Some("det") => self.data(&step)?,
            Some("time-out") => self.wait(deadline),
            Some(_) => return self.out_of_place("an answer is awaited"),
        };
        self.at += 1;
        Ok(found)
    }

    fn exchange(&mut self, step: &Step, command: &[u8]) -> Result<Move, TranscriptError> {
        let Exchange { command: expected, reply, elapsed } = step.exchange(self.at)?;
        if !self.compare.accepts_bytes(&expected, command) {
            let (number, expected) = (self.report.commands.len(), hex::encode_upper(expected));
            let sent = hex::encode_upper(command);
            return Err(TranscriptError::Mismatch(format!(
                "command {number}: the transcript has {expected}, the reader sent {sent}"
            )));
        }
        self.now = self.now + elapsed;
        Ok(match reply {
            Reply::Answer(rapdu) => Move::Answer { rapdu, elapsed },
            Reply::Error(error) => Move::L1Error(error),
        })
    }

    pub(super) fn data_exchange(&mut self, deadline: Option<Instant>) -> Result<Move, TranscriptError> {
        let Some(step) = self.front().cloned() else {
            return self.out_of_place("data of the terminal are awaited");
        };
        let found = match step.event.as_deref() {
            Some("det") => self.data(&step)?,
            Some("stop") => Move::Stop,
            Some("time-out") => self.wait(deadline),
            _ => return self.out_of_place("data of the terminal are awaited"),
        };
        self.at += 1;
        Ok(found)
    }

    fn data(&self, step: &Step) -> Result<Move, TranscriptError> {
        Ok(Move::Data(objects(&format!("exchanges[{}].data", self.at), &step.data)?))
    }

    fn out_of_place(&self, awaited: &str) -> Result<Move, TranscriptError> {
        let what = match self.front() {
            Some(step) => {
                format!("exchanges[{}] is {}", self.at, step.event.as_deref().unwrap_or("an exchange"))
            }
            None => "the transcript has ended".to_owned(),
        };
        Err(TranscriptError::Mismatch(format!("{awaited}, and {what}")))
    }
}
