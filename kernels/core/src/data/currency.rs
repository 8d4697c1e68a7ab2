//! Currencies with their exponents.

use super::digits::{from_bcd, to_bcd};
use super::{FormatError, FormatFault};
use crate::tlv::Tag;

/// A currency: ISO 4217 numeric code (`5F2A`, n 3) and the number of decimals of its minor unit (`5F36`, n 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Currency {
    code: u16,
    exponent: u8,
}

impl Currency {
    /// The currency with numeric `code` (at most 999) and `exponent` (at most 4), else `None`.
    pub const fn new(code: u16, exponent: u8) -> Option<Self> {
        if code <= 999 && exponent <= 4 { Some(Self { code, exponent }) } else { None }
    }

    /// ISO 4217 numeric code.
    pub const fn code(self) -> u16 {
        self.code
    }

    /// Decimals of the minor unit: 2 for EUR, 0 for JPY, 3 for TND.
    pub const fn exponent(self) -> u8 {
        self.exponent
    }

    /// Minor units in one unit: 100 for EUR, 1 for JPY, 1000 for TND.
    pub const fn minor_units_per_unit(self) -> u64 {
        10u64.pow(self.exponent as u32)
    }

    /// Reads a currency or country code of `tag`: n 3 in two bytes.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has two bytes, [`FormatFault::Digit`] for a nibble above 9,
    /// [`FormatFault::Range`] for a fourth digit.
    pub fn decode_code(tag: Tag, value: &[u8]) -> Result<u16, FormatError> {
        let wrong = |fault| FormatError::new(tag, fault);
        let &[hundreds, rest] = value else { return Err(wrong(FormatFault::Length)) };
        let (Some(hundreds), Some(rest)) = (from_bcd(hundreds), from_bcd(rest)) else {
            return Err(wrong(FormatFault::Digit));
        };
        if hundreds > 9 {
            return Err(wrong(FormatFault::Range));
        }
        Ok(u16::from(hundreds) * 100 + u16::from(rest))
    }

    /// Transaction Currency Code `5F2A`, n 3 in two bytes.
    pub const fn encode_code(self) -> [u8; 2] {
        let ([hundreds, _], [rest, _]) = ((self.code / 100).to_le_bytes(), (self.code % 100).to_le_bytes());
        [hundreds, to_bcd(rest)]
    }
}
