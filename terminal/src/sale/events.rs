//! Where events go.

use std::sync::Mutex;

use tapkernel::reader::Screen;

use super::Event;

/// Takes events.
pub(crate) trait Tell {
    /// Tells one.
    fn tell(&self, event: Event<'_>);
}

/// Where events go: shared by the transport, the reader's screen and the course of the transaction.
pub(super) struct Events<F>(Mutex<F>);

impl<F: FnMut(Event<'_>)> Events<F> {
    pub(super) const fn new(to: F) -> Self {
        Self(Mutex::new(to))
    }

    /// What the reader wants shown, and what it means.
    pub(super) fn show(&self, screen: &Screen) {
        self.tell(Event::Show(screen));
        if let Some(event) = screen.message.and_then(Event::of) {
            self.tell(event);
        }
    }
}

impl<F: FnMut(Event<'_>)> Tell for Events<F> {
    fn tell(&self, event: Event<'_>) {
        // All of them are told from one thread, one after the other: nobody holds the lock meanwhile.
        if let Ok(mut to) = self.0.try_lock() {
            to(event);
        }
    }
}
