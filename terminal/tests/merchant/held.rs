//! A software card held to the reader.

use std::time::Duration;

use tapkernel_simulator::card::SoftwareCard;
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::outcome::L1Error;
use tapkernel_terminal::tapkernel::core::time::Instant;
use tapkernel_terminal::tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};

/// A card that is held to the reader as long as it is wanted; `None`: nobody comes. Time is its own.
#[derive(Debug)]
pub(crate) struct Hand {
    pub(crate) card: Option<SoftwareCard>,
    now: Instant,
    pub(crate) commands: usize,
}

impl Hand {
    pub(crate) fn with(card: SoftwareCard) -> Self {
        Self { card: Some(card), now: Instant::default(), commands: 0 }
    }

    pub(crate) fn empty() -> Self {
        Self { card: None, now: Instant::default(), commands: 0 }
    }
}

impl CardTransport for Hand {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        if stop.is_stopped() {
            return Err(ActivationError::Stopped);
        }
        if self.card.is_none() {
            self.now = self.now + limit;
            return Err(ActivationError::TimeOut);
        }
        Ok(())
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let Some(card) = &mut self.card else { return Err(L1Error::TimeOut) };
        self.commands += 1;
        let reaction = card.react(command.as_bytes());
        let elapsed = reaction.delay + Duration::from_millis(1);
        self.now = self.now + elapsed;
        reaction.answer.map(|bytes| Answer { bytes, elapsed }).ok_or(L1Error::TimeOut)
    }

    fn field_off(&mut self, hold: Duration) {
        self.now = self.now + hold;
        if let Some(card) = &mut self.card {
            card.field_off();
        }
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }

    fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
    }

    fn now(&self) -> Instant {
        self.now
    }
}
