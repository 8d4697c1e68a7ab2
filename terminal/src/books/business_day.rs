//! The business date: what the clock says, as long as it can be believed.

use std::time::Duration;

use tapkernel::core::data::Date;

use crate::moment::Moment;

/// How far a clock may jump and still be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTolerance {
    /// Back.
    pub back: Duration,
    /// Forward, from one record to the next. A shop that is closed for longer confirms its clock when it opens.
    pub forward: Duration,
}

impl Default for ClockTolerance {
    /// Five minutes back, 24 hours forward.
    fn default() -> Self {
        Self { back: Duration::from_secs(5 * 60), forward: Duration::from_secs(24 * 60 * 60) }
    }
}

/// The business date. It never goes back, and stays while the clock is in doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BusinessDay {
    date: Option<Date>,
    /// The last moment that was believed.
    last: Option<Moment>,
    doubted: bool,
}

/// What a reading of the clock means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The business date.
    pub day: Date,
    /// Whether the clock has just jumped.
    pub jumped: bool,
}

impl BusinessDay {
    /// What it means that the clock says `now`.
    pub fn read(&self, now: Moment, tolerance: ClockTolerance) -> Reading {
        let (Some(date), Some(last)) = (self.date, self.last) else {
            return Reading { day: now.date, jumped: false };
        };
        let believed = last.since(now) <= tolerance.back && now.since(last) <= tolerance.forward;
        match believed && !self.doubted {
            true => Reading { day: date.max(now.date), jumped: false },
            false => Reading { day: date, jumped: !self.doubted },
        }
    }

    /// A record was written on this business date when the clock said `at`.
    pub(super) fn written(&mut self, day: Date, at: Moment) {
        self.date = Some(self.date.map_or(day, |date| date.max(day)));
        if !self.doubted {
            self.last = Some(self.last.map_or(at, |last| last.max(at)));
        }
    }

    /// The clock jumped.
    pub(super) const fn doubt(&mut self) {
        self.doubted = true;
    }

    /// Somebody says that the clock is right now.
    pub(super) const fn confirm(&mut self, now: Moment) {
        self.doubted = false;
        self.last = Some(now);
    }

    /// Whether the clock is in doubt: no day is closed then.
    pub const fn is_doubted(&self) -> bool {
        self.doubted
    }

    /// The business date of the last record.
    pub const fn date(&self) -> Option<Date> {
        self.date
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn after(text: &str) -> BusinessDay {
        let mut day = BusinessDay::default();
        day.written(at(text).date, at(text));
        day
    }

    #[test]
    fn small_steps_are_believed_and_never_go_back_a_day() {
        let day = after("2026-11-22 00:02:00");
        let back = day.read(at("2026-11-21 23:58:00"), ClockTolerance::default());
        assert_eq!(back, Reading { day: at("2026-11-22 00:02:00").date, jumped: false });
        let on = day.read(at("2026-11-23 00:02:00"), ClockTolerance::default());
        assert_eq!(on, Reading { day: at("2026-11-23 00:02:00").date, jumped: false });
    }

    #[test]
    fn jumps_keep_the_date_until_somebody_confirms() {
        let date = at("2026-11-22 12:00:00").date;
        for said in [
            "2026-11-22 11:54:59",
            "2026-11-23 12:00:01",
            "1970-01-01 00:00:00",
            "2038-01-19 03:14:08",
            "2049-12-31 23:59:59",
        ] {
            let mut day = after("2026-11-22 12:00:00");
            assert_eq!(
                day.read(at(said), ClockTolerance::default()),
                Reading { day: date, jumped: true },
                "{said}"
            );
            day.doubt();
            let again = day.read(at(said), ClockTolerance::default());
            assert_eq!(again, Reading { day: date, jumped: false }, "told once");
            day.written(date, at(said));
            day.confirm(at("2026-11-22 12:01:00"));
            assert_eq!(
                day.read(at("2026-11-22 12:02:00"), ClockTolerance::default()),
                Reading { day: date, jumped: false }
            );
        }
    }

    #[test]
    fn hours_that_summer_time_takes_and_gives_are_no_jumps() {
        let spring = after("2026-03-29 01:59:59+01:00");
        assert!(!spring.read(at("2026-03-29 03:00:00+02:00"), ClockTolerance::default()).jumped);
        let autumn = after("2026-10-25 02:59:59+02:00");
        assert!(!autumn.read(at("2026-10-25 02:00:00+01:00"), ClockTolerance::default()).jumped);
    }
}
