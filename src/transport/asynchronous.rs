//! The port to the card for programs that do not block.

use std::future::Future;
use std::time::Duration;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;

use super::{ActivationError, Answer, Stop, system_now};

/// A contactless interface that does not block: [`CardTransport`](super::CardTransport) with futures. It needs no
/// particular runtime; implement it with `async fn`.
pub trait AsyncCardTransport {
    /// Switches the field on and waits at most `limit` until one card is activated. Looks at `stop` now and then.
    ///
    /// # Errors
    ///
    /// [`ActivationError`] when no single card could be activated.
    fn await_card(
        &mut self,
        limit: Duration,
        stop: &Stop,
    ) -> impl Future<Output = Result<(), ActivationError>> + Send;

    /// Sends a command and waits at most `limit` for the answer.
    ///
    /// # Errors
    ///
    /// [`L1Error`] when no answer came; the card may have left the field.
    fn transceive(
        &mut self,
        command: &CApdu,
        limit: Duration,
    ) -> impl Future<Output = Result<Answer, L1Error>> + Send;

    /// Switches the field off and waits for `hold` before it may be on again.
    fn field_off(&mut self, hold: Duration) -> impl Future<Output = ()> + Send;

    /// Waits at most `limit` until no card is in the field; whether it is so.
    fn await_removal(&mut self, limit: Duration) -> impl Future<Output = bool> + Send;

    /// Waits for `time`, the field as it is: the timer of the runtime.
    fn wait(&mut self, time: Duration) -> impl Future<Output = ()> + Send;

    /// The time on the transport's clock. The default is the system's monotonic clock.
    fn now(&self) -> Instant {
        system_now()
    }
}
