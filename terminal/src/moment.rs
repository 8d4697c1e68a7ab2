//! Date and time, as messages and receipts have them.

use std::cmp::Ordering;
use std::fmt;
use std::time::Duration;

use tapkernel::core::data::{Date, Time};

/// A moment on the terminal's clock, to the second: local date and time, and how far they are from UTC. Ordered by what
/// comes first, so that the hour that summer time gives back is no step into the past.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Local date.
    pub date: Date,
    /// Local time of day.
    pub time: Time,
    /// Minutes that local time is ahead of UTC; negative west of Greenwich.
    pub offset: i16,
}

impl Moment {
    /// Local date and time, so many minutes ahead of UTC.
    pub const fn new(date: Date, time: Time, offset: i16) -> Self {
        Self { date, time, offset }
    }

    /// Reads `YYYY-MM-DD HH:MM:SS+HH:MM`, the form of [`fmt::Display`]. Without the last part it is UTC.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_once([' ', 'T'])?;
        let (time, offset) = match rest.find(['+', '-']) {
            Some(at) => (rest.get(..at)?, offset_of(rest.get(at..)?)?),
            None => (rest, 0),
        };
        Some(Self { date: date_of(date)?, time: time_of(time)?, offset })
    }

    /// Seconds of UTC since the first of January 1950, as if every day had 86,400. A day is added, so that it is never
    /// negative.
    pub fn seconds(self) -> u64 {
        let time = self.time;
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(u64::from);
        let local = (day_number(self.date) + 1) * 86_400 + hour * 3_600 + minute * 60 + second;
        local.saturating_add_signed(-i64::from(self.offset) * 60)
    }

    /// How long after `earlier` this is; zero if it is not.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_secs(self.seconds().saturating_sub(earlier.seconds()))
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seconds().cmp(&other.seconds()).then(self.offset.cmp(&other.offset))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.date, self.time);
        write!(f, "{:04}-{:02}-{:02} ", date.year(), date.month(), date.day())?;
        write!(f, "{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())?;
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Reads `+HH:MM` or `-HH:MM`.
fn offset_of(text: &str) -> Option<i16> {
    let (sign, text) = text.split_at_checked(1)?;
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (i16, i16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let whole = text.len() == 5 && (0..24).contains(&hours) && (0..60).contains(&minutes);
    let ahead = hours * 60 + minutes;
    whole.then_some(if sign == "-" { -ahead } else { ahead })
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

/// `YYYY-MM-DD`.
pub fn date_text(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
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
        for text in ["2026-11-22 05:13:36+01:00", "2000-02-29 23:59:59-09:30", "1950-01-01 00:00:00+00:00"] {
            assert_eq!(Moment::parse(text).unwrap().to_string(), text);
        }
        for wrong in [
            "2026-11-22",
            "2026-11-22 5:13:36",
            "2026-02-29 00:00:00",
            "2026-11-22 24:00:00",
            "x y",
            "2026-11-22 00:00:00+1:00",
            "2026-11-22 00:00:00+25:00",
            "2026-11-22 00:00:00+",
        ] {
            assert_eq!(Moment::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_comes_first() {
        let [summer, winter] = ["2026-10-25 02:59:59+02:00", "2026-10-25 02:00:00+01:00"]
            .map(|text| Moment::parse(text).unwrap());
        assert!(summer < winter);
        assert_eq!(winter.since(summer), Duration::from_secs(1));
        assert_eq!(summer.since(winter), Duration::ZERO);
        let [night, morning] =
            ["2026-12-31 23:59:59", "2027-01-01 00:00:01"].map(|text| Moment::parse(text).unwrap());
        assert_eq!(morning.since(night), Duration::from_secs(2));
        assert_eq!(Moment::parse("1950-01-01 00:00:00+14:00").unwrap().seconds(), 86_400 - 14 * 3_600);
    }
}
