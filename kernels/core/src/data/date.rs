//! Dates and times of day.

use super::digits::{from_bcd, to_bcd};
use super::{FormatError, FormatFault, tags};
use crate::tlv::Tag;

/// A calendar date. Coded n 6, YYMMDD: years 00 to 49 are 2000 to 2049, years 50 to 99 are 1950 to 1999
/// (EMV 4.4 Book 4, 6.7.3).
///
/// The order of dates is the order in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The date, if there is such a day in the years 1950 to 2049.
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < 1950 || year > 2049 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads a YYMMDD value of `tag` (`9A`, `5F24`, `5F25`).
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has three bytes, [`FormatFault::Digit`] for a nibble above 9,
    /// [`FormatFault::Range`] for a day that the calendar does not have.
    pub fn decode(tag: Tag, value: &[u8]) -> Result<Self, FormatError> {
        let &[yy, mm, dd] = value else { return Err(FormatError::new(tag, FormatFault::Length)) };
        let (Some(yy), Some(month), Some(day)) = (from_bcd(yy), from_bcd(mm), from_bcd(dd)) else {
            return Err(FormatError::new(tag, FormatFault::Digit));
        };
        Self::new(full_year(yy), month, day).ok_or(FormatError::new(tag, FormatFault::Range))
    }

    /// The last day of the month in a MMYY value, as certificates carry it; `None` if it is no month.
    pub fn end_of_month(mmyy: [u8; 2]) -> Option<Self> {
        let [mm, yy] = mmyy;
        let (month, year) = (from_bcd(mm)?, full_year(from_bcd(yy)?));
        Self::new(year, month, days_in_month(year, month))
    }

    /// YYMMDD, n 6.
    pub const fn encode(self) -> [u8; 3] {
        let [yy, _] = (self.year % 100).to_le_bytes();
        [to_bcd(yy), to_bcd(self.month), to_bcd(self.day)]
    }

    /// The year, 1950 to 2049.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub const fn day(self) -> u8 {
        self.day
    }
}

/// Transaction Time `9F21`: n 6, HHMMSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    hour: u8,
    minute: u8,
    second: u8,
}

impl Time {
    /// The time of day, if there is such a time.
    pub const fn new(hour: u8, minute: u8, second: u8) -> Option<Self> {
        if hour < 24 && minute < 60 && second < 60 { Some(Self { hour, minute, second }) } else { None }
    }

    /// Reads the value of Transaction Time, `9F21`.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has three bytes, [`FormatFault::Digit`] for a nibble above 9,
    /// [`FormatFault::Range`] for a time that no day has.
    pub fn decode(value: &[u8]) -> Result<Self, FormatError> {
        let wrong = |fault| FormatError::new(tags::TRANSACTION_TIME, fault);
        let &[hh, mm, ss] = value else { return Err(wrong(FormatFault::Length)) };
        let (Some(hour), Some(minute), Some(second)) = (from_bcd(hh), from_bcd(mm), from_bcd(ss)) else {
            return Err(wrong(FormatFault::Digit));
        };
        Self::new(hour, minute, second).ok_or(wrong(FormatFault::Range))
    }

    /// HHMMSS, n 6.
    pub const fn encode(self) -> [u8; 3] {
        [to_bcd(self.hour), to_bcd(self.minute), to_bcd(self.second)]
    }

    /// The hour, 0 to 23.
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute, 0 to 59.
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The second, 0 to 59.
    pub const fn second(self) -> u8 {
        self.second
    }
}

const fn full_year(yy: u8) -> u16 {
    if yy < 50 { 2000 + yy as u16 } else { 1900 + yy as u16 }
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}
