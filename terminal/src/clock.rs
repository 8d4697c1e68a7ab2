//! The port to the clock.

use std::sync::OnceLock;
use std::time::Instant as SystemInstant;

use tapkernel::core::time::Instant;

use crate::moment::Moment;

/// The clock on the wall, in the terminal's time zone.
pub trait TerminalClock {
    /// Local date and time, with what they are ahead of UTC.
    fn now(&self) -> Moment;

    /// Time on a clock that nobody can set, since any beginning. The default is the system's.
    fn monotonic(&self) -> Instant {
        static ORIGIN: OnceLock<SystemInstant> = OnceLock::new();
        Instant::default() + ORIGIN.get_or_init(SystemInstant::now).elapsed()
    }
}

impl<F: Fn() -> Moment> TerminalClock for F {
    fn now(&self) -> Moment {
        self()
    }
}
