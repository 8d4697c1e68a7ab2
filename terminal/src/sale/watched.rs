//! A transport that tells what goes on.

use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::core::outcome::L1Error;
use tapkernel::core::time::Instant;
use tapkernel::transport::{ActivationError, Answer, AsyncCardTransport, CardTransport, Stop};

use super::events::{Events, Tell};
use super::{Event, Wait};

/// A transport that tells when a card comes, and counts the seconds while none does.
pub(super) struct Watched<'a, T, F> {
    inner: &'a mut T,
    events: &'a Events<F>,
    /// Whether the card in the field has had a command.
    is_processing: bool,
}

const SECOND: Duration = Duration::from_secs(1);

impl<'a, T, F> Watched<'a, T, F> {
    pub(super) const fn new(inner: &'a mut T, events: &'a Events<F>) -> Self {
        Self { inner, events, is_processing: false }
    }
}

impl<T, F: FnMut(Event<'_>)> Watched<'_, T, F> {
    fn tell_of_processing(&mut self) {
        if !std::mem::replace(&mut self.is_processing, true) {
            self.events.tell(Event::Processing);
        }
    }
}

impl<T: CardTransport, F: FnMut(Event<'_>)> CardTransport for Watched<'_, T, F> {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        let until = self.inner.now() + limit;
        loop {
            let left = until.since(self.inner.now());
            self.events.tell(Event::Waiting { on: Wait::Card, left });
            let found = self.inner.await_card(left.min(SECOND), stop);
            let is_over = left <= SECOND || until <= self.inner.now();
            match found {
                Err(ActivationError::TimeOut) if !is_over => {}
                Ok(()) => {
                    self.is_processing = false;
                    self.events.tell(Event::CardDetected);
                    return Ok(());
                }
                other => return other,
            }
        }
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        self.tell_of_processing();
        self.inner.transceive(command, limit)
    }

    fn field_off(&mut self, hold: Duration) {
        self.inner.field_off(hold);
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        self.inner.await_removal(limit)
    }

    fn wait(&mut self, time: Duration) {
        self.inner.wait(time);
    }

    fn now(&self) -> Instant {
        self.inner.now()
    }
}

impl<T: AsyncCardTransport + Send, F: FnMut(Event<'_>) + Send> AsyncCardTransport for Watched<'_, T, F> {
    async fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        let until = self.inner.now() + limit;
        loop {
            let left = until.since(self.inner.now());
            self.events.tell(Event::Waiting { on: Wait::Card, left });
            let found = self.inner.await_card(left.min(SECOND), stop).await;
            let is_over = left <= SECOND || until <= self.inner.now();
            match found {
                Err(ActivationError::TimeOut) if !is_over => {}
                Ok(()) => {
                    self.is_processing = false;
                    self.events.tell(Event::CardDetected);
                    return Ok(());
                }
                other => return other,
            }
        }
    }

    async fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        self.tell_of_processing();
        self.inner.transceive(command, limit).await
    }

    async fn field_off(&mut self, hold: Duration) {
        self.inner.field_off(hold).await;
    }

    async fn await_removal(&mut self, limit: Duration) -> bool {
        self.inner.await_removal(limit).await
    }

    async fn wait(&mut self, time: Duration) {
        self.inner.wait(time).await;
    }

    fn now(&self) -> Instant {
        self.inner.now()
    }
}
