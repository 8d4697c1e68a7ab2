//! What a person sees while the card is held.

use std::cell::Cell;
use std::io::{Write, stderr};
use std::thread::sleep;
use std::time::Duration;

/// A bar on standard error that grows with each command; nothing unless a person watches.
pub(crate) struct Progress {
    watched: bool,
    steps: Cell<usize>,
}

/// About what a card takes for a command, so that there is something to see.
const STEP: Duration = Duration::from_millis(90);

impl Progress {
    pub(crate) const fn new(watched: bool) -> Self {
        Self { watched, steps: Cell::new(0) }
    }

    /// One more command was answered.
    pub(super) fn step(&self) {
        if self.watched {
            self.steps.set(self.steps.get() + 1);
            let _ = write!(stderr(), "\r[{}]", "=".repeat(self.steps.get()));
            sleep(STEP);
        }
    }

    /// Takes the bar away, before a line is written.
    pub(super) fn clear(&self) {
        let steps = self.steps.take();
        if steps > 0 {
            let _ = write!(stderr(), "\r{}\r", " ".repeat(steps + 2));
        }
    }
}
