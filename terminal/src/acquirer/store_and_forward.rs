//! What goes out when the line is back: a queue of advices and reversals.
//!
//! Pure: it keeps numbers, not messages, is told the time, and says what to do. The journal keeps it (its entries are
//! plain data) and the messages. First in, first out, one at a time; nothing is dropped, and a message that was sent once
//! is a repeat (0221, 0421) from then on, also after a crash.

use std::collections::VecDeque;
use std::time::Duration;

use tapkernel::core::time::Instant;

/// How much may wait, and how often it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many messages.
    pub count: usize,
    /// How much money of offline approvals, in minor units; reversals are not counted, because they free money.
    pub sum: u64,
    /// How long to wait after the first failure. Each further one doubles it.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            count: 100,
            sum: 0,
            first_wait: Duration::from_secs(2),
            longest_wait: Duration::from_secs(300),
        }
    }
}

/// A message that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The journal's number of the message.
    pub id: u64,
    /// What it puts at risk, in minor units; zero for a reversal.
    pub at_risk: u64,
    /// Whether a byte of it may have left before.
    pub sent: bool,
}

/// Why nothing more is taken: no sale that would need it may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueueError {
    /// As many messages wait as may.
    #[error("too many messages wait for the acquirer")]
    TooMany,
    /// As much money waits as may.
    #[error("too much money waits for the acquirer")]
    TooMuch,
    /// The message waits already.
    #[error("the message waits already")]
    Twice,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Nothing waits.
    Nothing,
    /// Try again after this time.
    Wait(Duration),
    /// Send this message, marked as a repeat if `repeat`.
    Send {
        /// The journal's number of the message.
        id: u64,
        /// Whether it is marked as a repeat.
        repeat: bool,
    },
}

/// The queue.
#[derive(Clone, Debug)]
pub struct StoreAndForward {
    limits: Limits,
    entries: VecDeque<Entry>,
    failures: u32,
    not_before: Instant,
}

impl StoreAndForward {
    /// With what waited when the program ended, in its order.
    pub fn new(limits: Limits, waiting: impl IntoIterator<Item = Entry>) -> Self {
        let entries = waiting.into_iter().collect();
        Self { limits, entries, failures: 0, not_before: Instant::default() }
    }

    /// Takes a message to the end of the queue.
    ///
    /// # Errors
    ///
    /// [`QueueError`]. A reversal is always taken, unless it waits already: it must not get lost.
    pub fn push(&mut self, entry: Entry) -> Result<(), QueueError> {
        if self.entries.iter().any(|waiting| waiting.id == entry.id) {
            return Err(QueueError::Twice);
        }
        if entry.at_risk > 0 {
            self.room(entry.at_risk)?;
        }
        self.entries.push_back(entry);
        Ok(())
    }

    /// Whether one more message with so much money would be taken: asked before a card is read.
    ///
    /// # Errors
    ///
    /// [`QueueError`].
    pub fn room(&self, at_risk: u64) -> Result<(), QueueError> {
        if self.entries.len() >= self.limits.count {
            return Err(QueueError::TooMany);
        }
        let sum = self.entries.iter().try_fold(at_risk, |sum, entry| sum.checked_add(entry.at_risk));
        if sum.is_some_and(|sum| sum <= self.limits.sum) { Ok(()) } else { Err(QueueError::TooMuch) }
    }

    /// What to do at `now`.
    pub fn next(&self, now: Instant) -> Next {
        match self.entries.front() {
            None => Next::Nothing,
            Some(_) if now < self.not_before => Next::Wait(self.not_before.since(now)),
            Some(entry) => Next::Send { id: entry.id, repeat: entry.sent },
        }
    }

    /// The message went out, or a byte of it may have. Said before the answer is known.
    pub fn sent(&mut self, id: u64) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.id == id) {
            entry.sent = true;
        }
    }

    /// The acquirer acknowledged the message: it leaves the queue, and the next may go at once.
    pub fn acknowledged(&mut self, id: u64) {
        self.entries.retain(|entry| entry.id != id);
        self.failures = 0;
        self.not_before = Instant::default();
    }

    /// There was no answer: wait, longer each time.
    pub fn failed(&mut self, now: Instant) {
        let doubled =
            self.limits.first_wait.saturating_mul(1u32.checked_shl(self.failures).unwrap_or(u32::MAX));
        self.not_before = now + doubled.min(self.limits.longest_wait);
        self.failures = self.failures.saturating_add(1);
    }

    /// What waits, in order, for the journal.
    pub fn waiting(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }
}
