//! Failed MS Cntr (Book C-2, S13 and S14): how many checksums in a row have failed.

use core::sync::atomic::{AtomicU8, Ordering};
use core::time::Duration;

/// Slows down whoever wants many answers of a card without completing a transaction: each failure doubles the wait after
/// it, from 300 ms to 9.6 s. It lives as long as the kernel and starts at zero.
#[derive(Debug, Default)]
pub(crate) struct FailedMagStripeCounter(AtomicU8);

impl FailedMagStripeCounter {
    const MOST: u8 = 5;

    /// Counts a failure and says how long to wait for it.
    pub(crate) fn fail(&self) -> Duration {
        let counted = |before: u8| Some(before.saturating_add(1).min(Self::MOST));
        let before = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, counted);
        let before = before.unwrap_or_else(|unchanged| unchanged);
        Duration::from_millis(300) * (1 << before.min(Self::MOST))
    }

    /// A checksum came.
    pub(crate) fn reset(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
