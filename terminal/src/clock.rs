//! The port to the clock.

use crate::moment::Moment;

/// The clock on the wall, in the terminal's time zone.
pub trait TerminalClock {
    /// Local date and time, with what they are ahead of UTC.
    fn now(&self) -> Moment;
}

impl<F: Fn() -> Moment> TerminalClock for F {
    fn now(&self) -> Moment {
        self()
    }
}
