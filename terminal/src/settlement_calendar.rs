//! When the money of a day's takings arrives.
//!
//! What acquirers print in their contracts as T+1: takings of a day are paid on the next working day. The day on which a
//! terminal is first bound, and a change of the account, have cut-off hours of their own.

use std::collections::BTreeSet;

use tapkernel::core::data::{Date, Time};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// From Monday on.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The day of the week of `date`, by the rule of Zeller for the Gregorian calendar.
    pub fn of(date: Date) -> Self {
        // January and February count as months 13 and 14 of the year before.
        let (year, month) = match date.month() {
            month @ 1..=2 => (usize::from(date.year()) - 1, usize::from(month) + 12),
            month => (usize::from(date.year()), usize::from(month)),
        };
        let days = usize::from(date.day()) + 13 * (month + 1) / 5 + year + year / 4 - year / 100 + year / 400;
        // The rule counts from Saturday, which is five days after Monday.
        Self::ALL.into_iter().cycle().nth(days % 7 + 5).unwrap_or(Self::Monday)
    }
}

/// On which days an acquirer pays, and until when something still counts for the same day. Times are those of the
/// terminal's zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettlementCalendar {
    weekend: BTreeSet<Weekday>,
    holidays: BTreeSet<Date>,
    first_day_cut_off: Time,
    account_change_cut_off: Time,
}

impl SettlementCalendar {
    /// Saturday and Sunday free, and no holidays.
    ///
    /// `first_day_cut_off` is the hour (17:00 in many contracts) before which a terminal must be bound for the takings
    /// of that day to be paid as those of any other; `account_change_cut_off` (18:00) the one before which a change of
    /// the account counts for the takings of the same day.
    pub fn new(first_day_cut_off: Time, account_change_cut_off: Time) -> Self {
        let weekend = [Weekday::Saturday, Weekday::Sunday].into();
        Self { weekend, holidays: BTreeSet::new(), first_day_cut_off, account_change_cut_off }
    }

    /// With other free days of the week: Friday and Saturday, or none.
    #[must_use]
    pub fn with_weekend(self, weekend: impl IntoIterator<Item = Weekday>) -> Self {
        Self { weekend: weekend.into_iter().collect(), ..self }
    }

    /// With these holidays, and no others.
    #[must_use]
    pub fn with_holidays(self, holidays: impl IntoIterator<Item = Date>) -> Self {
        Self { holidays: holidays.into_iter().collect(), ..self }
    }

    /// Whether the acquirer pays on this day.
    pub fn is_working_day(&self, date: Date) -> bool {
        !self.weekend.contains(&Weekday::of(date)) && !self.holidays.contains(&date)
    }

    /// When the takings of day `taken` arrive, T+1: the next working day. `None` if there is none before 2050.
    pub fn pays_on(&self, taken: Date) -> Option<Date> {
        let mut day = next_day(taken)?;
        while !self.is_working_day(day) {
            day = next_day(day)?;
        }
        Some(day)
    }

    /// As [`SettlementCalendar::pays_on`], for a terminal that was bound at `bound`: if that was at the first day's cut-off
    /// or later, the takings of that day arrive one working day later, T+2.
    pub fn pays_on_if_bound(&self, taken: Date, bound: (Date, Time)) -> Option<Date> {
        let (first_day, hour) = bound;
        let next = self.pays_on(taken)?;
        if taken == first_day && hour >= self.first_day_cut_off { self.pays_on(next) } else { Some(next) }
    }

    /// The first day whose takings go to the new account: the day of the change if that was before the cut-off, else the
    /// day after. `None` after 2049.
    pub fn account_counts_from(&self, changed: (Date, Time)) -> Option<Date> {
        let (day, hour) = changed;
        if hour < self.account_change_cut_off { Some(day) } else { next_day(day) }
    }
}

fn next_day(date: Date) -> Option<Date> {
    let (year, month, day) = (date.year(), date.month(), date.day());
    Date::new(year, month, day + 1)
        .or_else(|| Date::new(year, month + 1, 1))
        .or_else(|| Date::new(year + 1, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        let parts: Vec<_> = text.split('-').collect();
        Date::new(parts[0].parse().unwrap(), parts[1].parse().unwrap(), parts[2].parse().unwrap()).unwrap()
    }

    fn hour(hour: u8, minute: u8) -> Time {
        Time::new(hour, minute, 0).unwrap()
    }

    fn calendar() -> SettlementCalendar {
        SettlementCalendar::new(hour(17, 0), hour(18, 0))
    }

    /// Against counting from a known day: 1 January 1950 was a Sunday.
    #[test]
    fn weekdays_of_a_hundred_years() {
        let mut day = date("1950-1-1");
        let mut weekdays = Weekday::ALL.into_iter().cycle().skip(6);
        let mut count = 0;
        loop {
            assert_eq!(Some(Weekday::of(day)), weekdays.next(), "{day:?}");
            count += 1;
            match next_day(day) {
                Some(next) => day = next,
                None => break,
            }
        }
        assert_eq!(count, 36_525, "100 years with 25 leap days");
        assert_eq!(Weekday::of(date("2026-11-22")), Weekday::Sunday);
    }

    #[test]
    fn the_next_working_day_and_nothing_on_weekends() {
        for (taken, paid) in [
            ("2022-10-24", "2022-10-25"),
            ("2022-10-28", "2022-10-31"),
            ("2022-10-29", "2022-10-31"),
            ("2022-10-30", "2022-10-31"),
            ("2022-12-30", "2023-1-2"),
            ("2024-2-28", "2024-2-29"),
        ] {
            assert_eq!(calendar().pays_on(date(taken)), Some(date(paid)), "{taken}");
        }
    }

    #[test]
    fn holidays_and_other_weekends() {
        let holidays = ["2022-10-25", "2022-10-26", "2022-10-31"].map(date);
        let calendar = calendar().with_holidays(holidays);
        assert_eq!(calendar.pays_on(date("2022-10-24")), Some(date("2022-10-27")));
        assert_eq!(calendar.pays_on(date("2022-10-28")), Some(date("2022-11-1")));
        let calendar = calendar.with_weekend([Weekday::Friday, Weekday::Saturday]);
        assert_eq!(calendar.pays_on(date("2022-10-27")), Some(date("2022-10-30")));
        let never = calendar.with_weekend(Weekday::ALL);
        assert_eq!(never.pays_on(date("2022-10-27")), None);
    }

    /// Bound before 17:00: T+1; after: T+2; later days always T+1.
    #[test]
    fn the_first_day() {
        let (monday, tuesday, wednesday) = (date("2022-10-24"), date("2022-10-25"), date("2022-10-26"));
        for (bound, paid) in [
            (hour(9, 0), tuesday),
            (hour(16, 59), tuesday),
            (hour(17, 0), wednesday),
            (hour(23, 59), wednesday),
        ] {
            assert_eq!(calendar().pays_on_if_bound(monday, (monday, bound)), Some(paid), "{bound:?}");
            assert_eq!(calendar().pays_on_if_bound(tuesday, (monday, bound)), Some(wednesday));
        }
        let friday = date("2022-10-28");
        let late = (friday, hour(17, 30));
        assert_eq!(calendar().pays_on_if_bound(friday, late), Some(date("2022-11-1")), "over the weekend");
    }

    /// Changed before 18:00: today's takings go to the new account; after: those of tomorrow.
    #[test]
    fn a_change_of_the_account() {
        let day = date("2022-10-31");
        for (changed, first) in
            [(hour(0, 0), "2022-10-31"), (hour(17, 59), "2022-10-31"), (hour(18, 0), "2022-11-1")]
        {
            assert_eq!(calendar().account_counts_from((day, changed)), Some(date(first)), "{changed:?}");
        }
        assert_eq!(calendar().account_counts_from((date("2049-12-31"), hour(18, 0))), None);
    }
}
