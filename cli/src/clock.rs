//! The clock on the wall.

use jiff::{Timestamp, Zoned};
use tapkernel::core::data::{Date, Time};

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
    moment(&now).ok_or_else(|| Failure::bad_input("clock", "the date is not of 1950 to 2049: set the clock"))
}

fn moment(now: &Zoned) -> Option<Moment> {
    let small = |number: i8| u8::try_from(number).ok();
    let date = Date::new(u16::try_from(now.year()).ok()?, small(now.month())?, small(now.day())?)?;
    // A leap second is the second before it.
    let time = Time::new(small(now.hour())?, small(now.minute())?, small(now.second())?.min(59))?;
    Some(Moment { date, time, nanosecond: u32::try_from(now.subsec_nanosecond()).ok()? })
}

impl Moment {
    /// YYYY-MM-DD.
    pub(crate) fn date_text(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.date.year(), self.date.month(), self.date.day())
    }

    /// HH:MM:SS.
    pub(crate) fn time_text(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.time.hour(), self.time.minute(), self.time.second())
    }

    /// A Systems Trace Audit Number for a terminal that keeps no journal: the time of day as six digits. Midnight is
    /// 240000, since no transaction has number 0.
    pub(crate) fn trace_number(&self) -> u32 {
        let (hour, minute, second) =
            (u32::from(self.time.hour()), u32::from(self.time.minute()), u32::from(self.time.second()));
        match hour * 10_000 + minute * 100 + second {
            0 => 240_000,
            number => number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        moment(&text.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_time_of_day_is_the_trace_number() {
        assert_eq!(at("2026-11-21T00:00:00+01:00[Europe/Brussels]").trace_number(), 240_000);
        assert_eq!(at("2026-11-21T00:00:07+01:00[Europe/Brussels]").trace_number(), 7);
        let late = at("2026-11-21T23:59:58+01:00[Europe/Brussels]");
        assert_eq!(late.trace_number(), 235_958);
        assert_eq!((late.date_text().as_str(), late.time_text().as_str()), ("2026-11-21", "23:59:58"));
    }

    #[test]
    fn zones_have_names() {
        assert!(now("Europe/Brussels").is_ok());
        assert_eq!(now("Europe/Atlantis").unwrap_err().field, "terminal.time_zone");
    }
}
