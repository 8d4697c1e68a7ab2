//! What a transcript makes of each thing that the reader wants.

mod answers;

use std::fmt;

use tapkernel_core::time::Instant;

use super::Move;
use super::expectation;
use super::format::{CompareText, Step, Transcript, TranscriptError};
use super::report::{Report, UiReport};
use crate::reader::{FinalOutcome, Occasion, Output};
use crate::transport::Match;

/// A transcript at work: card, person and issuer of a tap, and the report of it.
///
/// It drives nothing. Whoever runs the reader tells it every [`Output`] with [`Script::note`] and asks, each time that the
/// reader has nothing more to say, with [`Script::next`] what happens then.
pub struct Script {
    transcript: Transcript,
    /// Number of the next step.
    at: usize,
    compare: Match,
    now: Instant,
    wanted: Wanted,
    report: Report,
}

/// What the reader waits for.
enum Wanted {
    Nothing,
    Transmit(Vec<u8>),
    Card,
    FieldClear,
    /// The field is off.
    Time,
    Data,
    /// An outcome is out, and the issuer may answer.
    Issuer(Box<FinalOutcome>),
    /// The tap is over.
    End,
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Script")
            .field("transcript", &self.transcript)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl Script {
    /// The beginning of a transcript; `compare` overrides what it says about comparing commands.
    pub fn new(transcript: &Transcript, compare: Option<Match>) -> Self {
        let written = match transcript.compare {
            CompareText::Exact => Match::Exact,
            CompareText::Header => Match::Header,
        };
        Self {
            transcript: transcript.clone(),
            at: 0,
            compare: compare.unwrap_or(written),
            now: Instant::default(),
            wanted: Wanted::Nothing,
            report: Report::new(&transcript.name),
        }
    }

    /// The time on the transcript's clock.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Takes note of something that the reader wants.
    pub fn note(&mut self, output: &Output) {
        self.wanted = match output {
            // What the reader's lights do between transactions is no request.
            Output::Display(_, Occasion::End) => return,
            Output::Display(request, on) => return self.report.ui.push(UiReport::new(request, *on)),
            Output::Transmit(command) => return self.note_command(command.as_bytes()),
            Output::Outcome(outcome) => {
                self.report.conclude(outcome);
                Wanted::Issuer(outcome.clone())
            }
            Output::Released => Wanted::End,
            Output::AwaitCard => Wanted::Card,
            Output::AwaitFieldClear => Wanted::FieldClear,
            Output::FieldOff(_) => Wanted::Time,
            // A kernel that waits for the card offers data, and takes some, beside it.
            Output::DataExchange(_) if matches!(self.wanted, Wanted::Transmit(_)) => return,
            Output::Choose(_) | Output::DataExchange(_) => Wanted::Data,
        };
    }

    /// Takes note of a command to the card.
    pub fn note_command(&mut self, command: &[u8]) {
        self.report.commands.push(hex::encode_upper(command));
        self.wanted = Wanted::Transmit(command.to_vec());
    }

    /// What happens next; `None` at the end. `deadline` is the reader's, `holds_card` whether it holds one for the issuer.
    ///
    /// # Errors
    ///
    /// [`TranscriptError`] where the transcript has something else than the reader wants, or cannot be read.
    pub fn next(
        &mut self,
        deadline: Option<Instant>,
        holds_card: bool,
    ) -> Result<Option<Move>, TranscriptError> {
        let wanted = std::mem::replace(&mut self.wanted, Wanted::Nothing);
        let performed = match &wanted {
            Wanted::Nothing if holds_card => self.wait(deadline),
            Wanted::Nothing => {
                let problem = "the reader wants nothing and has no outcome";
                return Err(TranscriptError::Mismatch(problem.to_owned()));
            }
            Wanted::End => return self.finish(),
            Wanted::Issuer(outcome) => return self.issuer_answers(outcome, deadline, holds_card),
            Wanted::Transmit(command) => self.transmit(command, deadline)?,
            Wanted::Card => self.await_card(deadline)?,
            Wanted::FieldClear => Move::FieldClear,
            Wanted::Time => self.wait(deadline),
            Wanted::Data => self.data_exchange(deadline)?,
        };
        // Unless it has what it wanted, the reader still wants it if it says nothing else.
        let has_it = match &wanted {
            Wanted::Transmit(_) => matches!(performed, Move::Answer { .. } | Move::L1Error(_)),
            Wanted::Data => true,
            _ => false,
        };
        if !has_it {
            self.wanted = wanted;
        }
        Ok(Some(performed))
    }

    /// The report, after the end or after what ended the run before.
    pub fn report(mut self, ended: Result<(), TranscriptError>) -> Report {
        self.report.mismatch = match ended {
            Err(error) => Some(error.to_string()),
            Ok(()) => expectation::first_unmet(&self.transcript.expect, &self.report),
        };
        self.report.ok = self.report.mismatch.is_none();
        self.report
    }

    fn front(&self) -> Option<&Step> {
        self.transcript.exchanges.get(self.at)
    }

    fn event(&self) -> Option<&str> {
        self.front().and_then(|step| step.event.as_deref())
    }

    /// Drops the next step if it is this event; whether it was.
    fn skip(&mut self, event: &str) -> bool {
        let found = self.event() == Some(event);
        self.at += usize::from(found);
        found
    }

    /// Lets the time pass until the reader wants to know of it.
    fn wait(&mut self, deadline: Option<Instant>) -> Move {
        self.now = deadline.unwrap_or(self.now).max(self.now);
        Move::Tick
    }
}
