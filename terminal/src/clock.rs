//! The port to the clock.

use std::sync::OnceLock;
use std::time::Instant;

use crate::moment::Moment;
use crate::people::Uptime;

/// The clock on the wall, in the terminal's time zone.
pub trait TerminalClock {
    /// Local date and time, with what they are ahead of UTC.
    fn now(&self) -> Moment;

    /// Time on a clock that nobody can set. The default is the program's own: an app gives that of the device, which
    /// outlives it.
    fn uptime(&self) -> Uptime {
        static ORIGIN: OnceLock<Instant> = OnceLock::new();
        Uptime { boot: 0, elapsed: ORIGIN.get_or_init(Instant::now).elapsed() }
    }
}

impl<F: Fn() -> Moment> TerminalClock for F {
    fn now(&self) -> Moment {
        self()
    }
}
