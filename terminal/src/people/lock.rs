//! The lock after too many wrong codes.

use std::time::Duration;

use super::{PeopleClock, Uptime};

/// A lock that runs. Both measures must be full: time that the device was seen to run, and trusted time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lock {
    /// How long the device has run under the lock, up to `seen`.
    pub(super) served: Duration,
    /// When that was last looked at.
    pub(super) seen: Uptime,
    /// Trusted time at the lock, or the first that came after it.
    pub(super) since: Option<Duration>,
}

impl Lock {
    pub(super) fn start(clock: &impl PeopleClock) -> Self {
        Self { served: Duration::ZERO, seen: clock.uptime(), since: clock.trusted_time() }
    }

    /// The lock as of now. After a restart the time counts anew from there; what was served up to the last look stays.
    pub(super) fn at(self, clock: &impl PeopleClock) -> Self {
        let now = clock.uptime();
        let ran = match now.boot == self.seen.boot {
            true => now.elapsed.saturating_sub(self.seen.elapsed),
            false => now.elapsed,
        };
        let since = self.since.or_else(|| clock.trusted_time());
        Self { served: self.served.saturating_add(ran), seen: now, since }
    }

    /// What is left of `whole`; zero when the lock is over. Without trusted time nothing of that measure has passed.
    pub(super) fn left(self, whole: Duration, clock: &impl PeopleClock) -> Duration {
        let by_device = whole.saturating_sub(self.served);
        let passed = self.since.zip(clock.trusted_time()).map(|(since, now)| now.saturating_sub(since));
        by_device.max(whole.saturating_sub(passed.unwrap_or_default()))
    }
}
