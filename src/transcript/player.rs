//! What a transcript makes of each thing that the reader wants.

use std::collections::VecDeque;
use std::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::format::{Step, TranscriptError};
use super::report::{Report, UiReport};
use super::values::{bytes, l1_error, objects, online_response};
use crate::reader::{FinalOutcome, Input, Occasion, Output, Reader, Tap};
use crate::transport::Match;

/// How long a card takes when the transcript does not say.
const DEFAULT_ELAPSED: Duration = Duration::from_millis(1);

/// A run in progress.
pub(super) struct Player<'a> {
    left: VecDeque<(usize, &'a Step)>,
    compare: Match,
    now: Instant,
    report: &'a mut Report,
}

impl<'a> Player<'a> {
    pub(super) fn new(steps: &'a [Step], compare: Match, report: &'a mut Report) -> Self {
        Self { left: steps.iter().enumerate().collect(), compare, now: Instant::default(), report }
    }

    /// Runs the tap to its end, and goes on with the issuer's answer if there is one.
    pub(super) fn run(&mut self, tap: Tap, reader: &mut Reader) -> Result<(), TranscriptError> {
        reader.start(tap, self.now)?;
        let mut wanted = None;
        loop {
            while let Some(output) = reader.poll() {
                match output {
                    // What the reader's lights do between transactions is no request.
                    Output::Display(_, Occasion::End) => {}
                    Output::Display(request, on) => self.report.ui.push(UiReport::new(&request, on)),
                    Output::Outcome(outcome) => {
                        self.report.conclude(&outcome);
                        if !self.issuer_answers(&outcome, reader)? {
                            return self.finish();
                        }
                        wanted = None;
                    }
                    Output::Released => return self.finish(),
                    Output::Transmit(command) => {
                        self.report.commands.push(hex::encode_upper(command.as_bytes()));
                        wanted = Some(Output::Transmit(command));
                    }
                    // A kernel that waits for the card offers data, and takes some, beside it.
                    Output::DataExchange(_) if matches!(wanted, Some(Output::Transmit(_))) => {}
                    other => wanted = Some(other),
                }
            }
            match wanted.as_ref() {
                Some(output) => {
                    if self.perform(output, reader)? {
                        wanted = None;
                    }
                }
                None if reader.holds_card() => self.wait(reader)?,
                None => {
                    return Err(TranscriptError::Mismatch(
                        "the reader wants nothing and has no outcome".to_owned(),
                    ));
                }
            }
        }
    }

    /// Goes on with the issuer's answer, if the transcript has one and the kernel wants it.
    fn issuer_answers(
        &mut self,
        outcome: &FinalOutcome,
        reader: &mut Reader,
    ) -> Result<bool, TranscriptError> {
        let Some(resumption) = &outcome.resumption else { return Ok(false) };
        self.skip("pin-entered");
        if reader.holds_card() && self.skip("time-out") {
            self.wait(reader)?;
            return Ok(true);
        }
        let Some((at, step)) = self.left.front().copied() else { return Ok(false) };
        if step.event.as_deref() != Some("online-response") {
            return Ok(false);
        }
        self.left.pop_front();
        let response = online_response(&format!("exchanges[{at}].data"), &step.data)?;
        if reader.holds_card() {
            reader.handle(Input::OnlineResponse(&response), self.now)?;
            return Ok(true);
        }
        let Some(resumed) = resumption.with(response) else { return Ok(false) };
        reader.start(Tap::second(resumed), self.now)?;
        Ok(true)
    }

    /// Drops the next step if it is this event; whether it was.
    fn skip(&mut self, event: &str) -> bool {
        let found = self.left.front().is_some_and(|(_, step)| step.event.as_deref() == Some(event));
        if found {
            self.left.pop_front();
        }
        found
    }

    /// Lets the time pass until the reader wants to know of it.
    fn wait(&mut self, reader: &mut Reader) -> Result<(), TranscriptError> {
        self.now = reader.deadline().unwrap_or(self.now).max(self.now);
        Ok(reader.handle(Input::Tick, self.now)?)
    }

    /// After the outcome only events may be left.
    fn finish(&mut self) -> Result<(), TranscriptError> {
        match self.left.iter().find(|(_, step)| step.event.is_none()) {
            Some((at, _)) => Err(TranscriptError::Mismatch(format!(
                "exchanges[{at}]: the transcript goes on and the reader has its outcome"
            ))),
            None => Ok(()),
        }
    }

    /// Whether the reader has what it wanted; if not, it still wants it, unless it says something else.
    fn perform(&mut self, wanted: &Output, reader: &mut Reader) -> Result<bool, TranscriptError> {
        match wanted {
            Output::Transmit(command) => return self.transmit(command, reader),
            Output::AwaitCard => self.await_card(reader)?,
            Output::AwaitFieldClear => reader.handle(Input::FieldClear, self.now)?,
            Output::FieldOff(_) => self.wait(reader)?,
            _ => return self.data_exchange(reader).map(|()| true),
        }
        Ok(false)
    }

    fn await_card(&mut self, reader: &mut Reader) -> Result<(), TranscriptError> {
        let event = self.left.front().and_then(|(_, step)| step.event.as_deref());
        let input = match event {
            None if !self.left.is_empty() => return Ok(reader.handle(Input::CardDetected, self.now)?),
            Some("card-removed" | "pin-entered") => {
                self.left.pop_front();
                return Ok(());
            }
            Some("card-presented") => Input::CardDetected,
            Some("collision") => Input::Collision,
            Some("stop") => Input::Stop,
            Some("time-out") | None => {
                self.now = reader.deadline().unwrap_or(self.now).max(self.now);
                Input::Tick
            }
            Some(_) => return self.out_of_place("a card is awaited"),
        };
        self.left.pop_front();
        Ok(reader.handle(input, self.now)?)
    }

    fn transmit(&mut self, command: &CApdu, reader: &mut Reader) -> Result<bool, TranscriptError> {
        while self.skip("card-presented") || self.skip("pin-entered") {}
        let number = self.report.commands.len();
        let Some((at, step)) = self.left.pop_front() else {
            let sent = hex::encode_upper(command.as_bytes());
            return Err(TranscriptError::Mismatch(format!(
                "command {number}: {sent} was sent after the end"
            )));
        };
        match step.event.as_deref() {
            None => {
                self.exchange(at, step, command, reader)?;
                return Ok(true);
            }
            Some("card-removed") => {
                reader.handle(Input::L1Error(L1Error::TimeOut), self.now)?;
                return Ok(true);
            }
            Some("stop") => reader.handle(Input::Stop, self.now)?,
            Some("det") => self.give_data(at, step, reader)?,
            Some("time-out") => self.wait(reader)?,
            Some(_) => {
                self.left.push_front((at, step));
                self.out_of_place("an answer is awaited")?;
            }
        }
        Ok(false)
    }

    fn exchange(
        &mut self,
        at: usize,
        step: &Step,
        command: &CApdu,
        reader: &mut Reader,
    ) -> Result<(), TranscriptError> {
        let field = |name: &str| format!("exchanges[{at}].{name}");
        let expected = bytes(&field("c"), step.c.as_deref().unwrap_or_default())?;
        if !self.compare.accepts(&expected, command) {
            let (number, expected) = (self.report.commands.len(), hex::encode_upper(expected));
            let sent = hex::encode_upper(command.as_bytes());
            return Err(TranscriptError::Mismatch(format!(
                "command {number}: the transcript has {expected}, the reader sent {sent}"
            )));
        }
        let elapsed = step.us.map_or(DEFAULT_ELAPSED, Duration::from_micros);
        self.now = self.now + elapsed;
        match (&step.r, step.l1.as_deref()) {
            (Some(answer), None) => {
                let rapdu = bytes(&field("r"), answer)?;
                Ok(reader.handle(Input::Answer { rapdu: &rapdu, elapsed }, self.now)?)
            }
            (None, Some(name)) => {
                let error = l1_error(name).ok_or_else(|| {
                    TranscriptError::field(field("l1"), "not time-out, transmission or protocol")
                })?;
                Ok(reader.handle(Input::L1Error(error), self.now)?)
            }
            _ => Err(TranscriptError::field(field("r"), "an exchange has either an answer r or an error l1")),
        }
    }

    fn data_exchange(&mut self, reader: &mut Reader) -> Result<(), TranscriptError> {
        let Some((at, step)) = self.left.front().copied() else {
            return self.out_of_place("data of the terminal are awaited");
        };
        match step.event.as_deref() {
            Some("det") => self.give_data(at, step, reader)?,
            Some("stop") => reader.handle(Input::Stop, self.now)?,
            Some("time-out") => self.wait(reader)?,
            _ => return self.out_of_place("data of the terminal are awaited"),
        }
        self.left.pop_front();
        Ok(())
    }

    fn give_data(&self, at: usize, step: &Step, reader: &mut Reader) -> Result<(), TranscriptError> {
        let data = objects(&format!("exchanges[{at}].data"), &step.data)?;
        Ok(reader.handle(Input::Data(&data), self.now)?)
    }

    fn out_of_place(&self, awaited: &str) -> Result<(), TranscriptError> {
        let what = match self.left.front() {
            Some((at, step)) => {
                format!("exchanges[{at}] is {}", step.event.as_deref().unwrap_or("an exchange"))
            }
            None => "the transcript has ended".to_owned(),
        };
        Err(TranscriptError::Mismatch(format!("{awaited}, and {what}")))
    }
}
