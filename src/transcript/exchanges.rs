//! The exchanges of a transcript as a scripted card has them.

use std::time::Duration;

use super::format::{Step, Transcript, TranscriptError};
use super::values::{bytes, l1_error};
use crate::transport::{Exchange, Reply};

/// How long a card takes where the transcript does not say.
const DEFAULT_ELAPSED: Duration = Duration::from_micros(1000);

impl Transcript {
    /// The exchanges with the card, without the events between them: what
    /// [`ScriptedTransport`](crate::transport::ScriptedTransport) plays.
    ///
    /// # Errors
    ///
    /// [`TranscriptError`] with the place of what cannot be read.
    pub fn card(&self) -> Result<Vec<Exchange>, TranscriptError> {
        let steps = self.exchanges.iter().enumerate().filter(|(_, step)| step.event.is_none());
        steps.map(|(at, step)| step.exchange(at)).collect()
    }
}

impl Step {
    /// The exchange, which is number `at` of its transcript.
    pub(super) fn exchange(&self, at: usize) -> Result<Exchange, TranscriptError> {
        let field = |name: &str| format!("exchanges[{at}].{name}");
        let command = bytes(&field("c"), self.c.as_deref().unwrap_or_default())?;
        let reply = match (&self.r, self.l1.as_deref()) {
            (Some(answer), None) => Reply::Answer(bytes(&field("r"), answer)?),
            (None, Some(name)) => l1_error(name).map(Reply::Error).ok_or_else(|| {
                TranscriptError::field(field("l1"), "not time-out, transmission or protocol")
            })?,
            _ => {
                return Err(TranscriptError::field(
                    field("r"),
                    "an exchange has either an answer r or an error l1",
                ));
            }
        };
        Ok(Exchange { command, reply, elapsed: self.us.map_or(DEFAULT_ELAPSED, Duration::from_micros) })
    }
}
