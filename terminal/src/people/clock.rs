//! The two clocks of a lock.

use std::time::Duration;

/// Time since the device was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uptime {
    /// Another number for each start of the device: a counter, or a random number drawn at the start.
    pub boot: u64,
    /// Time since then on a clock that nobody can set; one that runs on while the device sleeps
    /// (`elapsedRealtime` on Android, `CLOCK_BOOTTIME` on Linux).
    pub elapsed: Duration,
}

/// Port: the clocks that a lock is measured by.
pub trait PeopleClock {
    /// The monotonic clock.
    fn uptime(&self) -> Uptime;

    /// Time since 1970 from a source that the people at the terminal cannot set: the acquirer's host, an authenticated
    /// time server. `None` as long as there was none. The clock on the wall is not such a source.
    fn trusted_time(&self) -> Option<Duration>;
}
