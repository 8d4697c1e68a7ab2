//! Playing a transcript on a virtual clock.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tapkernel_core::apdu::CApdu;
use tapkernel_core::kernel::Kernel;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::expectation;
use super::format::{CompareText, Step, Transcript, TranscriptError};
use super::report::{Report, UiReport};
use super::values::{bytes, l1_error, objects};
use crate::profile::Profile;
use crate::random::ScriptedNumbers;
use crate::reader::{Input, Output, Reader};
use crate::transport::Match;

/// How long a card takes when the transcript does not say.
const DEFAULT_ELAPSED: Duration = Duration::from_millis(1);

/// Finds a profile by the name or path that a transcript gives. An error is a text for people.
pub type ProfileSource<'a> = &'a dyn Fn(&str) -> Result<Profile, String>;

impl Transcript {
    /// Runs the transcript with these kernels; `compare` overrides what it says about comparing commands.
    ///
    /// Whatever is wrong, with the transcript or with what came of it, is in [`Report::mismatch`].
    pub fn run(
        &self,
        profiles: ProfileSource<'_>,
        kernels: impl IntoIterator<Item = Arc<dyn Kernel>>,
        compare: Option<Match>,
    ) -> Report {
        let mut report = Report::new(&self.name);
        let compare = compare.unwrap_or(match self.compare {
            CompareText::Exact => Match::Exact,
            CompareText::Header => Match::Header,
        });
        let played = self.play(profiles, kernels, compare, &mut report);
        report.mismatch = match played {
            Err(error) => Some(error.to_string()),
            Ok(()) => expectation::first_unmet(&self.expect, &report),
        };
        report.ok = report.mismatch.is_none();
        report
    }

    fn play(
        &self,
        profiles: ProfileSource<'_>,
        kernels: impl IntoIterator<Item = Arc<dyn Kernel>>,
        compare: Match,
        report: &mut Report,
    ) -> Result<(), TranscriptError> {
        let profile = self.profile(profiles)?.with_terminal_data(&objects("terminal", &self.terminal)?);
        let transaction = self.transaction.as_ref().ok_or_else(|| {
            TranscriptError::field("transaction", "missing: a tap needs an amount, a currency and a date")
        })?;
        let tap = transaction.tap(&profile)?;
        let numbers = transaction.unpredictable_numbers()?;
        let mut reader = Reader::new(profile, kernels, ScriptedNumbers::new(numbers))?;
        let mut player = Player {
            left: self.exchanges.iter().enumerate().collect(),
            compare,
            now: Instant::default(),
            report,
        };
        reader.start(tap, player.now)?;
        player.run(&mut reader)
    }

    fn profile(&self, profiles: ProfileSource<'_>) -> Result<Profile, TranscriptError> {
        let profile = match &self.profile {
            Value::String(name) => profiles(name),
            Value::Null => profiles("lab"),
            object => Profile::from_json(&object.to_string()).map_err(|error| error.to_string()),
        };
        profile.map_err(|problem| TranscriptError::field("profile", problem))
    }
}

/// A run in progress.
struct Player<'a> {
    left: VecDeque<(usize, &'a Step)>,
    compare: Match,
    now: Instant,
    report: &'a mut Report,
}

impl Player<'_> {
    fn run(&mut self, reader: &mut Reader) -> Result<(), TranscriptError> {
        let mut wanted = None;
        loop {
            while let Some(output) = reader.poll() {
                match output {
                    Output::Display(request, on) => self.report.ui.push(UiReport::new(&request, on)),
                    Output::Outcome(outcome) => {
                        self.report.conclude(&outcome);
                        return self.finish();
                    }
                    Output::Transmit(command) => {
                        self.report.commands.push(hex::encode_upper(command.as_bytes()));
                        wanted = Some(Output::Transmit(command));
                    }
                    other => wanted = Some(other),
                }
            }
            match wanted.as_ref() {
                Some(wanted) => self.perform(wanted, reader)?,
                None => {
                    return Err(TranscriptError::Mismatch(
                        "the reader wants nothing and has no outcome".to_owned(),
                    ));
                }
            }
        }
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

    fn perform(&mut self, wanted: &Output, reader: &mut Reader) -> Result<(), TranscriptError> {
        match wanted {
            Output::Transmit(command) => self.transmit(command, reader),
            Output::AwaitCard => self.await_card(reader),
            Output::AwaitFieldClear => Ok(reader.handle(Input::FieldClear, self.now)?),
            Output::FieldOff(_) => {
                self.now = reader.deadline().unwrap_or(self.now).max(self.now);
                Ok(reader.handle(Input::Tick, self.now)?)
            }
            _ => self.data_exchange(reader),
        }
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

    fn transmit(&mut self, command: &CApdu, reader: &mut Reader) -> Result<(), TranscriptError> {
        let number = self.report.commands.len();
        let Some((at, step)) = self.left.pop_front() else {
            let sent = hex::encode_upper(command.as_bytes());
            return Err(TranscriptError::Mismatch(format!(
                "command {number}: {sent} was sent after the end"
            )));
        };
        match step.event.as_deref() {
            None => self.exchange(at, step, command, reader),
            Some("stop") => Ok(reader.handle(Input::Stop, self.now)?),
            Some("card-removed") => Ok(reader.handle(Input::L1Error(L1Error::TimeOut), self.now)?),
            Some("time-out") => {
                self.now = reader.deadline().unwrap_or(self.now).max(self.now);
                Ok(reader.handle(Input::Tick, self.now)?)
            }
            Some("card-presented" | "pin-entered") => self.transmit(command, reader),
            Some(_) => {
                self.left.push_front((at, step));
                self.out_of_place("an answer is awaited")
            }
        }
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
        match self.left.pop_front() {
            Some((at, step)) if step.event.as_deref() == Some("det") => {
                let data = objects(&format!("exchanges[{at}].data"), &step.data)?;
                Ok(reader.handle(Input::Data(&data), self.now)?)
            }
            _ => self.out_of_place("data of the terminal are awaited"),
        }
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
