//! Playing a transcript on a virtual clock.

use std::sync::Arc;

use serde_json::Value;
use tapkernel_core::kernel::Kernel;

use super::expectation;
use super::format::{CompareText, Transcript, TranscriptError};
use super::player::Player;
use super::report::Report;
use super::values::{check_events, terminal};
use crate::profile::Profile;
use crate::random::ScriptedNumbers;
use crate::reader::Reader;
use crate::transport::Match;

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
        let profile = self.profile(profiles)?.with_terminal_data(&terminal(&self.terminal)?);
        let transaction = self.transaction.as_ref().ok_or_else(|| {
            TranscriptError::field("transaction", "missing: a tap needs an amount, a currency and a date")
        })?;
        let tap = transaction.tap(&profile)?;
        let numbers = transaction.unpredictable_numbers()?;
        check_events(&self.exchanges)?;
        let mut reader = Reader::new(profile, kernels, ScriptedNumbers::new(numbers))?;
        Player::new(&self.exchanges, compare, report).run(tap, &mut reader)
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
