//! A transport that tells what goes on.

use std::cell::RefCell;
use std::time::Duration;

use tapkernel::core::apdu::CApdu;
use tapkernel::core::outcome::L1Error;
use tapkernel::core::time::Instant;
use tapkernel::reader::Screen;
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};

use super::{Event, Wait};

/// Where events go. Shared by the transport, the reader's screen and the course of the transaction.
pub(super) struct Events<'a>(RefCell<&'a mut dyn FnMut(Event<'_>)>);

impl<'a> Events<'a> {
    pub(super) fn new(to: &'a mut dyn FnMut(Event<'_>)) -> Self {
        Self(RefCell::new(to))
    }

    pub(super) fn tell(&self, event: Event<'_>) {
        // An app that runs another transaction inside its event handler is not told of events meanwhile.
        if let Ok(mut to) = self.0.try_borrow_mut() {
            to(event);
        }
    }

    /// What the reader wants shown, and what it means.
    pub(super) fn show(&self, screen: &Screen) {
        self.tell(Event::Show(screen));
        if let Some(event) = screen.message.and_then(Event::of) {
            self.tell(event);
        }
    }
}

/// A transport that tells when a card comes, and counts the seconds while none does.
pub(super) struct Watched<'a, T> {
    inner: &'a mut T,
    events: &'a Events<'a>,
}

const SECOND: Duration = Duration::from_secs(1);

impl<'a, T> Watched<'a, T> {
    pub(super) const fn new(inner: &'a mut T, events: &'a Events<'a>) -> Self {
        Self { inner, events }
    }
}

impl<T: CardTransport> CardTransport for Watched<'_, T> {
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
                    self.events.tell(Event::CardDetected);
                    return Ok(());
                }
                other => return other,
            }
        }
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
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
