//! Which message this is.

use tapkernel::core::data::{Date, Time};

/// Systems Trace Audit Number: 1 to 999999, unique within terminal and business day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stan(u32);

impl Stan {
    /// The first.
    pub const FIRST: Self = Self(1);

    /// The number, if it is 1 to 999999.
    pub const fn new(number: u32) -> Option<Self> {
        if number >= 1 && number <= 999_999 { Some(Self(number)) } else { None }
    }

    /// The number.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The one that follows; after 999999 comes 1.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 % 999_999 + 1)
    }
}

/// What tells one message of a terminal from all others, and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Trace {
    /// Systems Trace Audit Number, field 11.
    pub stan: Stan,
    /// Local date, fields 7 and 13.
    pub date: Date,
    /// Local time, fields 7 and 12.
    pub time: Time,
    /// Number of the open batch, 1 to 999999; greater numbers are cut on the left.
    pub batch: u32,
}
