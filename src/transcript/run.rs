//! Playing a transcript on a virtual clock.

use std::sync::Arc;

use serde_json::Value;
use tapkernel_core::kernel::Kernel;

use super::format::{Transcript, TranscriptError};
use super::moves::Move;
use super::report::Report;
use super::script::Script;
use super::values::{check_events, terminal};
use crate::profile::Profile;
use crate::random::ScriptedNumbers;
use crate::reader::{Output, Reader, Tap};
use crate::transport::Match;

/// Finds a profile by the name or path that a transcript gives. An error is a text for people.
pub type ProfileSource<'a> = &'a dyn Fn(&str) -> Result<Profile, String>;

/// What a transcript begins with.
#[derive(Debug)]
#[non_exhaustive]
pub struct Begun {
    /// The reader, with the transcript's profile, terminal data and Unpredictable Numbers.
    pub reader: Reader,
    /// The tap to start.
    pub tap: Tap,
}

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
        let mut script = Script::new(self, compare);
        let played = self.begin(profiles, kernels).and_then(|begun| play(begun, &mut script));
        script.report(played)
    }

    /// The reader and the tap of this transcript, for a loop that asks a [`Script`] what happens.
    ///
    /// # Errors
    ///
    /// [`TranscriptError`] if it cannot be read or the reader refuses.
    pub fn begin(
        &self,
        profiles: ProfileSource<'_>,
        kernels: impl IntoIterator<Item = Arc<dyn Kernel>>,
    ) -> Result<Begun, TranscriptError> {
        let profile = self.profile(profiles)?.with_terminal_data(&terminal(&self.terminal)?);
        let transaction = self.transaction.as_ref().ok_or_else(|| {
            TranscriptError::field("transaction", "missing: a tap needs an amount, a currency and a date")
        })?;
        let tap = transaction.tap(&profile)?;
        let numbers = transaction.unpredictable_numbers()?;
        check_events(&self.exchanges)?;
        let reader = Reader::new(profile, kernels, ScriptedNumbers::new(numbers))?;
        Ok(Begun { reader, tap })
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

fn play(begun: Begun, script: &mut Script) -> Result<(), TranscriptError> {
    let Begun { mut reader, tap } = begun;
    reader.start(tap, script.now())?;
    let mut concluded = None;
    loop {
        while let Some(output) = reader.poll() {
            script.note(&output);
            if let Output::Outcome(outcome) = output {
                concluded = outcome.resumption;
            }
        }
        let Some(next) = script.next(reader.deadline(), reader.holds_card())? else { return Ok(()) };
        match &next {
            Move::OnlineResponse(response) if !reader.holds_card() => {
                if let Some(resumed) = concluded.take().and_then(|first| first.with(response.clone())) {
                    reader.start(Tap::second(resumed), script.now())?;
                }
            }
            next => reader.handle(next.input(), script.now())?,
        }
    }
}
