//! Local date and time, as messages and receipts have them.

use std::fmt;
use std::time::Duration;

use tapkernel::core::data::{Date, Time};

/// A moment on the terminal's clock, in its time zone, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    /// Local date.
    pub date: Date,
    /// Local time of day.
    pub time: Time,
}

impl Moment {
    /// Date and time.
    pub const fn new(date: Date, time: Time) -> Self {
        Self { date, time }
    }

    /// Reads `YYYY-MM-DD HH:MM:SS`, the form of [`fmt::Display`].
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once([' ', 'T'])?;
        Some(Self { date: date_of(date)?, time: time_of(time)? })
    }

    /// Seconds since the first of January 1950, as if every day had 86,400.
    pub fn seconds(self) -> u64 {
        let time = self.time;
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(u64::from);
        day_number(self.date) * 86_400 + hour * 3_600 + minute * 60 + second
    }

    /// How long after `earlier` this is; zero if it is not.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.seconds().saturating_sub(earlier.seconds()))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.date, self.time);
        write!(f, "{:04}-{:02}-{:02} ", date.year(), date.month(), date.day())?;
        write!(f, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

/// Reads `YYYY-MM-DD`.
pub fn date_of(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && year.len() == 4 && month.len() == 2 && day.len() == 2;
    whole.then(|| Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)).flatten()
}

/// Reads `HH:MM:SS`.
pub fn time_of(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && [hour, minute, second].iter().all(|part| part.len() == 2);
    whole.then(|| Time::new(hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?)).flatten()
}

/// Days since the first of January 1950, the first date that EMV can name.
pub fn day_number(date: Date) -> u64 {
    let years = u64::from(date.year()).saturating_sub(1950);
    // 1952 was the first leap year after 1950, and 2100 is beyond what EMV can name.
    let leap_days = (years + 1) / 4;
    let is_leap = date.year() % 4 == 0;
    let before = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let month = usize::from(date.month());
    let this_year =
        before.get(month.saturating_sub(1)).copied().unwrap_or_default() + u64::from(date.day()) - 1;
    years * 365 + leap_days + this_year + u64::from(is_leap && month > 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let mut expected = 0;
        for year in 1950..=2049 {
            for month in 1..=12 {
                for day in 1..=31 {
                    if let Some(date) = Date::new(year, month, day) {
                        assert_eq!(day_number(date), expected, "{date:?}");
                        expected += 1;
                    }
                }
            }
        }
        assert_eq!(expected, 36_525);
    }

    #[test]
    fn text_and_back() {
        for text in ["2026-11-22 05:13:36", "2000-02-29 23:59:59", "1950-01-01 00:00:00"] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        }
        for wrong in ["2026-11-22", "2026-11-22 5:13:36", "2026-02-29 00:00:00", "2026-11-22 24:00:00", "x y"]
        {
            assert_eq!(Moment::parse(wrong), None, "{wrong}");
        }
        let (night, morning) = ("2026-12-31 23:59:59", "2027-01-01 00:00:01");
        let [night, morning] = [night, morning].map(|text| Moment::parse(text).unwrap());
        assert_eq!(morning.since(night), Duration::from_secs(2));
        assert_eq!(night.since(morning), Duration::ZERO);
    }
}
