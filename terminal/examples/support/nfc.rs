//! The contactless interface: a card that is held to it as long as it is wanted.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_terminal::tapkernel::core::apdu::CApdu;
use tapkernel_terminal::tapkernel::core::outcome::L1Error;
use tapkernel_terminal::tapkernel::core::time::Instant;
use tapkernel_terminal::tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};

use super::Failure;

/// What a card does.
pub(crate) trait Card: Send {
    fn answer(&mut self, command: &[u8]) -> Vec<u8>;

    fn field_off(&mut self) {}
}

impl Card for SoftwareCard {
    fn answer(&mut self, command: &[u8]) -> Vec<u8> {
        Self::answer(self, command)
    }

    fn field_off(&mut self) {
        Self::field_off(self);
    }
}

/// The interface. Clones share the card; each has its own time, which passes only while something is done.
#[derive(Clone)]
pub(crate) struct Nfc {
    card: Arc<Mutex<dyn Card>>,
    now: Instant,
}

impl Nfc {
    /// With a software card of this name.
    pub(crate) fn with_card(name: &str) -> Result<Self, Failure> {
        Ok(Self::with(card(name, 1).ok_or("no such card")?))
    }

    pub(crate) fn with(card: impl Card + 'static) -> Self {
        Self { card: Arc::new(Mutex::new(card)), now: Instant::default() }
    }
}

impl CardTransport for Nfc {
    fn await_card(&mut self, _limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        if stop.is_stopped() { Err(ActivationError::Stopped) } else { Ok(()) }
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let elapsed = Duration::from_millis(1);
        self.now = self.now + elapsed;
        let mut card = self.card.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Answer { bytes: card.answer(command.as_bytes()), elapsed })
    }

    fn field_off(&mut self, hold: Duration) {
        self.now = self.now + hold;
        self.card.lock().unwrap_or_else(PoisonError::into_inner).field_off();
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
