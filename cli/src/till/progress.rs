//! What a person sees while the card is held and while somebody is waited for.

use std::io::{Write, stderr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

/// A line on standard error: a bar that grows with each command, or seconds that run down; nothing unless a person watches.
/// Clones share the line.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    watched: bool,
    steps: Arc<AtomicUsize>,
    /// Columns that are written on.
    written: Arc<AtomicUsize>,
}

/// About what a card takes for a command, so that there is something to see.
const STEP: Duration = Duration::from_millis(90);

impl Progress {
    pub(crate) fn new(watched: bool) -> Self {
        Self { watched, steps: Arc::default(), written: Arc::default() }
    }

    /// One more command was answered.
    pub(super) fn step(&self) {
        if self.watched {
            let steps = self.steps.fetch_add(1, Ordering::Relaxed) + 1;
            self.write(&format!("[{}]", "=".repeat(steps)));
            sleep(STEP);
        }
    }

    /// So many seconds are left of a wait.
    pub(super) fn left(&self, left: Duration) {
        if self.watched {
            self.write(&format!("{} s", left.as_secs()));
        }
    }

    fn write(&self, text: &str) {
        let before = self.written.swap(text.len(), Ordering::Relaxed);
        let rest = " ".repeat(before.saturating_sub(text.len()));
        let _ = write!(stderr(), "\r{text}{rest}");
        let _ = stderr().flush();
    }

    /// Takes the line away, before another one is written.
    pub(super) fn clear(&self) {
        self.steps.store(0, Ordering::Relaxed);
        let written = self.written.swap(0, Ordering::Relaxed);
        if written > 0 {
            let _ = write!(stderr(), "\r{}\r", " ".repeat(written));
        }
    }
}
