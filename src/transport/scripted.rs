//! A card that was written down: answers from a list, on a clock of its own.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::{ActivationError, Answer, CardTransport, Stop};

/// One command of a script and what the card did with it.
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The C-APDU that is expected.
    pub command: Vec<u8>,
    /// What came back.
    pub reply: Reply,
    /// How long the card took.
    pub elapsed: Duration,
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Exchange({} bytes, {:?}, {:?})", self.command.len(), self.reply, self.elapsed)
    }
}

/// The card's part of an exchange.
#[derive(Clone, PartialEq, Eq)]
pub enum Reply {
    /// An R-APDU, status word included.
    Answer(Vec<u8>),
    /// Nothing.
    Error(L1Error),
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(bytes) => write!(f, "Answer({} bytes)", bytes.len()),
            Self::Error(error) => write!(f, "Error({error:?})"),
        }
    }
}

/// How much of a command must be as the script has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// Every byte.
    #[default]
    Exact,
    /// CLA, INS, P1 and P2.
    Header,
}

impl Match {
    /// Whether `sent` is what the script has.
    pub fn accepts(self, expected: &[u8], sent: &CApdu) -> bool {
        self.accepts_bytes(expected, sent.as_bytes())
    }

    /// The same for a command in bytes.
    pub fn accepts_bytes(self, expected: &[u8], sent: &[u8]) -> bool {
        match (self, sent.first_chunk::<4>()) {
            (Self::Exact, _) => expected == sent,
            (Self::Header, Some(header)) => expected.starts_with(header),
            (Self::Header, None) => false,
        }
    }
}

/// A transport with one card in the field that plays a script on a virtual clock. For tests and laboratories.
///
/// A command that the script does not have in its place is answered with a time-out, and
/// [`ScriptedTransport::mismatch`] tells its number.
#[derive(Debug, Default)]
pub struct ScriptedTransport {
    left: VecDeque<Exchange>,
    compare: Match,
    sent: usize,
    mismatch: Option<usize>,
    now: Instant,
}

impl ScriptedTransport {
    /// A card that answers in this order.
    pub fn new(exchanges: impl IntoIterator<Item = Exchange>, compare: Match) -> Self {
        Self { left: exchanges.into_iter().collect(), compare, ..Self::default() }
    }

    /// Number, from 1, of the first command that was not as the script has it.
    pub const fn mismatch(&self) -> Option<usize> {
        self.mismatch
    }

    /// Whether every exchange of the script has taken place.
    pub fn is_finished(&self) -> bool {
        self.left.is_empty()
    }
}

impl CardTransport for ScriptedTransport {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        if stop.is_stopped() {
            return Err(ActivationError::Stopped);
        }
        if self.left.is_empty() {
            self.now = self.now + limit;
            return Err(ActivationError::TimeOut);
        }
        Ok(())
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        self.sent += 1;
        let scripted = self.left.front().is_some_and(|next| self.compare.accepts(&next.command, command));
        let Some(exchange) = self.left.pop_front().filter(|_| scripted) else {
            self.mismatch.get_or_insert(self.sent);
            self.now = self.now + limit;
            return Err(L1Error::TimeOut);
        };
        self.now = self.now + exchange.elapsed;
        match exchange.reply {
            Reply::Answer(bytes) => Ok(Answer { bytes, elapsed: exchange.elapsed }),
            Reply::Error(error) => Err(error),
        }
    }

    fn field_off(&mut self, hold: Duration) {
        self.now = self.now + hold;
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }

    fn now(&self) -> Instant {
        self.now
    }
}
