//! Dates and times of day.

use super::{FormatError, FormatFault};
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
        let (Some(yy), Some(month), Some(day)) = (two_digits(yy), two_digits(mm), two_digits(dd)) else {
            return Err(FormatError::new(tag, FormatFault::Digit));
        };
        Self::new(full_year(yy), month, day).ok_or(FormatError::new(tag, FormatFault::Range))
    }

    /// The last day of the month in a MMYY value, as certificates carry it; `None` if it is no month.
    pub fn end_of_month(mmyy: [u8; 2]) -> Option<Self> {
        let [mm, yy] = mmyy;
        let (month, year) = (two_digits(mm)?, full_year(two_digits(yy)?));
        Self::new(year, month, days_in_month(year, month))
    }

    /// YYMMDD, n 6.
    pub const fn encode(self) -> [u8; 3] {
        [coded((self.year % 100) as u8), coded(self.month), coded(self.day)]
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

    /// HHMMSS, n 6.
    pub const fn encode(self) -> [u8; 3] {
        [coded(self.hour), coded(self.minute), coded(self.second)]
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

const fn coded(two_digits: u8) -> u8 {
    two_digits / 10 << 4 | two_digits % 10
}

const fn two_digits(byte: u8) -> Option<u8> {
    let (tens, ones) = (byte >> 4, byte & 0x0F);
    if tens < 10 && ones < 10 { Some(tens * 10 + ones) } else { None }
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
