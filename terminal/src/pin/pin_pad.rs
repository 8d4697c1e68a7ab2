//! The port to what takes the PIN.

use std::time::Duration;

use tapkernel::core::data::{Money, Pan};
use tapkernel::transport::Stop;

use super::EncipheredPin;
use super::dukpt::KeysExhausted;

/// What takes the PIN from the cardholder and enciphers it. See the [module](super) for what a product must be.
pub trait PinPad {
    /// Asks for the PIN, shows `request.money`, and returns when there is an answer, the time is over, or `stop` is set.
    ///
    /// # Errors
    ///
    /// [`PinPadError`] if there cannot be a PIN. What the cardholder does is no error but a [`PinEntry`].
    fn enter(&mut self, request: &PinRequest<'_>, stop: &Stop) -> Result<PinEntry, PinPadError>;
}

/// What a PIN pad is asked.
#[derive(Clone, Copy, Debug)]
pub struct PinRequest<'a> {
    /// The card number that the block is tied to.
    pub pan: &'a Pan,
    /// What the cardholder agrees to.
    pub money: Money,
    /// How long to wait for the whole PIN.
    pub limit: Duration,
    /// Whether the PIN before this one was wrong (response code 55).
    pub again: bool,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PinEntry {
    /// A PIN was entered.
    Entered(EncipheredPin),
    /// The cardholder chose to go on without a PIN.
    Bypassed,
    /// The cardholder or the merchant cancelled.
    Cancelled,
    /// The time was over.
    TimedOut,
}

/// Why there cannot be a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinPadError {
    /// All keys of the PIN pad are used up: it needs a new initial key.
    #[error("the PIN pad has used up its keys")]
    KeysExhausted,
    /// The counter of keys cannot be kept, so that a key might be used twice.
    #[error("the PIN pad cannot keep its key counter")]
    CounterNotKept,
    /// There are no random numbers.
    #[error("the PIN pad has no random numbers")]
    NoRandomness,
    /// The device is missing, busy or broken.
    #[error("the PIN pad does not answer")]
    Device,
}

impl From<KeysExhausted> for PinPadError {
    fn from(_: KeysExhausted) -> Self {
        Self::KeysExhausted
    }
}
