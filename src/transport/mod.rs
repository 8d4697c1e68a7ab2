//! The port to the card: what an NFC stack, a PC/SC reader or a script must offer.

mod asynchronous;
#[cfg(feature = "pcsc")]
pub mod pcsc;
mod scripted;
mod stop;

use std::sync::OnceLock;
use std::time::{Duration, Instant as SystemInstant};

use tapkernel_core::apdu::CApdu;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;
use zeroize::Zeroize;

pub use asynchronous::AsyncCardTransport;
pub use scripted::{Exchange, Match, Reply, ScriptedTransport};
pub use stop::Stop;

/// A contactless interface. Blocks; run it on a thread of its own where that matters.
///
/// Between transactions the field is off. [`CardTransport::await_card`] switches it on,
/// [`CardTransport::field_off`] off.
pub trait CardTransport {
    /// Switches the field on and waits at most `limit` until one card is activated. Looks at `stop` now and then.
    ///
    /// # Errors
    ///
    /// [`ActivationError`] when no single card could be activated.
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError>;

    /// Sends a command and waits at most `limit` for the answer.
    ///
    /// # Errors
    ///
    /// [`L1Error`] when no answer came; the card may have left the field.
    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error>;

    /// Switches the field off and waits for `hold` before it may be on again.
    fn field_off(&mut self, hold: Duration);

    /// Waits at most `limit` until no card is in the field; whether it is so.
    fn await_removal(&mut self, limit: Duration) -> bool;

    /// Waits for `time`, the field as it is. The default lets the thread sleep; a transport with a clock of its own moves
    /// that on.
    fn wait(&mut self, time: Duration) {
        std::thread::sleep(time);
    }

    /// The time on the transport's clock. The default is the system's monotonic clock; a script has its own.
    fn now(&self) -> Instant {
        system_now()
    }
}

impl<T: CardTransport + ?Sized> CardTransport for Box<T> {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        (**self).await_card(limit, stop)
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        (**self).transceive(command, limit)
    }

    fn field_off(&mut self, hold: Duration) {
        (**self).field_off(hold);
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        (**self).await_removal(limit)
    }

    fn wait(&mut self, time: Duration) {
        (**self).wait(time);
    }

    fn now(&self) -> Instant {
        (**self).now()
    }
}

/// The system's monotonic clock, from its first use.
fn system_now() -> Instant {
    static ORIGIN: OnceLock<SystemInstant> = OnceLock::new();
    Instant::default() + ORIGIN.get_or_init(SystemInstant::now).elapsed()
}

/// What a card answered.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The R-APDU, status word included.
    pub bytes: Vec<u8>,
    /// From the end of the command to the answer, as exactly as the transport can tell.
    pub elapsed: Duration,
}

/// What the card said is wiped.
impl Drop for Answer {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answer({} bytes, {:?})", self.bytes.len(), self.elapsed)
    }
}

/// Why no card was activated.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ActivationError {
    /// More than one card.
    #[error("more than one card is in the field")]
    Collision,
    /// None in time.
    #[error("no card was presented in time")]
    TimeOut,
    /// The caller stopped waiting.
    #[error("stopped by the caller")]
    Stopped,
    /// The interface itself does not work.
    #[error("the contactless interface failed: {0}")]
    Interface(String),
}
