//! The clock on the wall.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use tapkernel::core::data::{Date, Time};
use tapkernel_terminal::clock::TerminalClock;
use tapkernel_terminal::moment;
use tapkernel_terminal::people::{PeopleClock, Uptime};

use crate::exit::Failure;

/// A moment as the terminal writes it down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    pub(crate) date: Date,
    pub(crate) time: Time,
    /// Nanoseconds of the second: what two taps in a row differ in.
    pub(crate) nanosecond: u32,
}

/// Now, in the time zone with this IANA name.
pub(crate) fn now(time_zone: &str) -> Result<Moment, Failure> {
    let now = Timestamp::now()
        .in_tz(time_zone)
        .map_err(|error| Failure::bad_input("terminal.time_zone", error.to_string()))?;
    moment(&now).ok_or_else(not_a_date)
}

fn not_a_date() -> Failure {
    Failure::bad_input("clock", "the date is not of 1950 to 2049: set the clock")
}

fn moment(now: &Zoned) -> Option<Moment> {
    let small = |number: i8| u8::try_from(number).ok();
    let date = Date::new(u16::try_from(now.year()).ok()?, small(now.month())?, small(now.day())?)?;
    // A leap second is the second before it.
    let time = Time::new(small(now.hour())?, small(now.minute())?, small(now.second())?.min(59))?;
    Some(Moment { date, time, nanosecond: u32::try_from(now.subsec_nanosecond()).ok()? })
}

/// The clock in a time zone.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    zone: TimeZone,
    /// What it said when it was opened: what it says when the date becomes one that nobody can write down.
    opened: moment::Moment,
}

impl Clock {
    /// The clock in the time zone with this IANA name.
    pub(crate) fn new(time_zone: &str) -> Result<Self, Failure> {
        let zone = TimeZone::get(time_zone)
            .map_err(|error| Failure::bad_input("terminal.time_zone", error.to_string()))?;
        let opened = reading(&zone).ok_or_else(not_a_date)?;
        Ok(Self { zone, opened })
    }
}

impl TerminalClock for Clock {
    fn now(&self) -> moment::Moment {
        reading(&self.zone).unwrap_or(self.opened)
    }

    /// Linux has a number for each start of the system, and the time since. Elsewhere each run of the program is one.
    fn uptime(&self) -> Uptime {
        let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
        let boot = boot.as_deref().map(|id| id.chars().filter_map(|c| c.to_digit(16)).take(15));
        let since = std::fs::read_to_string("/proc/uptime").ok();
        let since = since.as_deref().and_then(|text| text.split_whitespace().next()?.parse::<f64>().ok());
        match (boot, since) {
            (Some(boot), Some(since)) if since.is_finite() && since >= 0.0 => Uptime {
                boot: boot.fold(0, |number, digit| number << 4 | u64::from(digit)),
                elapsed: Duration::from_secs_f64(since.min(1e9)),
            },
            _ => Uptime { boot: std::process::id().into(), elapsed: Duration::ZERO },
        }
    }
}

impl PeopleClock for Clock {
    fn uptime(&self) -> Uptime {
        TerminalClock::uptime(self)
    }

    /// Whoever runs this program can set its clock.
    fn trusted_time(&self) -> Option<Duration> {
        None
    }
}

fn reading(zone: &TimeZone) -> Option<moment::Moment> {
    let now = Timestamp::now().to_zoned(zone.clone());
    let Moment { date, time, .. } = moment(&now)?;
    let offset = i16::try_from(now.offset().seconds() / 60).ok()?;
    Some(moment::Moment::new(date, time, offset))
}

impl Moment {
    /// A number that is another one for the next tap: the seed of a software card.
    pub(crate) fn seed(&self) -> u64 {
        let time = [self.time.hour(), self.time.minute(), self.time.second()].map(u64::from);
        let second = time.iter().fold(0, |sum, part| sum * 60 + part);
        second << 32 | u64::from(self.nanosecond)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        moment(&text.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_moment_is_another_seed() {
        let [one, next] =
            ["2026-11-21T00:00:00+01:00[Europe/Brussels]", "2026-11-21T00:01:00+01:00[Europe/Brussels]"]
                .map(|text| at(text).seed());
        assert_ne!(one, next);
    }

    #[test]
    fn a_clock_knows_how_far_it_is_from_utc() {
        assert_eq!(Clock::new("Asia/Tokyo").unwrap().now().offset, 9 * 60);
        assert_eq!(Clock::new("Asia/Kolkata").unwrap().now().offset, 330);
        assert_eq!(Clock::new("Europe/Atlantis").unwrap_err().field, "terminal.time_zone");
    }

    #[test]
    fn zones_have_names() {
        assert!(now("Europe/Brussels").is_ok());
        assert_eq!(now("Europe/Atlantis").unwrap_err().field, "terminal.time_zone");
    }
}
