//! A gate that remembers a verdict.

use std::time::Duration;

use super::{Attestation, AttestationGate, AttestationRefusal, AttestationRequest};
use crate::people::Uptime;

/// Remembers the last verdict of a back end. A good one counts for a time, and not beyond a restart of the device; a bad one
/// counts until a new verdict comes. The app asks its back end in the background and tells [`ValidityGate::record`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ValidityGate {
    valid_for: Duration,
    verdict: Option<(Result<(), AttestationRefusal>, Uptime)>,
}

impl ValidityGate {
    /// No verdict yet; a good one will count for so long.
    pub const fn new(valid_for: Duration) -> Self {
        Self { valid_for, verdict: None }
    }

    /// The back end's verdict about the device as it was at `asked`, the moment of the question and not of the answer.
    pub const fn record(&mut self, verdict: Result<(), AttestationRefusal>, asked: Uptime) {
        self.verdict = Some((verdict, asked));
    }

    /// How long a good verdict still counts: the app fetches the next one before. Zero without one.
    pub fn left(&self, now: Uptime) -> Duration {
        let Some((Ok(()), asked)) = self.verdict else { return Duration::ZERO };
        let age = now.elapsed.checked_sub(asked.elapsed).filter(|_| now.boot == asked.boot);
        age.map_or(Duration::ZERO, |age| self.valid_for.saturating_sub(age))
    }
}

impl AttestationGate for ValidityGate {
    fn permit(&mut self, request: &AttestationRequest) -> Attestation {
        match self.verdict {
            Some((Err(refusal), _)) => Attestation::Refuse(refusal),
            _ if self.left(request.uptime) > Duration::ZERO => Attestation::Allow,
            _ => Attestation::Unavailable,
        }
    }
}
