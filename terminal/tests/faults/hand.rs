//! Software cards in a hand that may be gone at any command.

use std::time::Duration;

use tapkernel_simulator::card::SoftwareCard;
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::outcome::L1Error;
use tapkernel_terminal::tapkernel::core::time::Instant;
use tapkernel_terminal::tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};

/// A card held to the reader; time is its own.
pub(crate) struct Hand {
    card: Option<SoftwareCard>,
    /// The card is away at this command, and back at the next tap.
    leaves_at: Option<u32>,
    is_away: bool,
    commands: u32,
    now: Instant,
    /// How often a reader has waited for a card: no card is read without that.
    pub(crate) awaited: u32,
}

impl Hand {
    /// `None`: nobody comes.
    pub(crate) fn new(card: Option<SoftwareCard>, leaves_at: Option<u32>) -> Self {
        Self { card, leaves_at, is_away: false, commands: 0, now: Instant::default(), awaited: 0 }
    }

    pub(crate) fn back(self) -> Option<SoftwareCard> {
        self.card
    }
}

impl CardTransport for Hand {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        self.awaited += 1;
        if stop.is_stopped() {
            return Err(ActivationError::Stopped);
        }
        self.now = self.now + Duration::from_millis(10);
        self.is_away = false;
        if self.card.is_none() {
            self.now = self.now + limit;
            return Err(ActivationError::TimeOut);
        }
        Ok(())
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        self.commands += 1;
        let Some(card) = &mut self.card else { return Err(L1Error::TimeOut) };
        if self.leaves_at == Some(self.commands) {
            self.is_away = true;
            card.field_off();
        }
        if self.is_away {
            return Err(L1Error::TimeOut);
        }
        let reaction = card.react(command.as_bytes());
        let elapsed = reaction.delay + Duration::from_millis(1);
        self.now = self.now + elapsed;
        reaction.answer.map(|bytes| Answer { bytes, elapsed }).ok_or(L1Error::TimeOut)
    }

    fn field_off(&mut self, hold: Duration) {
        self.now = self.now + hold;
        self.card.iter_mut().for_each(SoftwareCard::field_off);
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
