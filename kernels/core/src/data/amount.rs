//! Amounts of money in minor units.

use super::digits::{nibbles, to_bcd};
use super::{Currency, FormatError, FormatFault, tags};
use crate::tlv::Tag;

/// An amount: n 12, twelve decimal digits in six bytes, in the minor unit of its currency.
///
/// The format of Amount, Authorised `9F02`, Amount, Other `9F03` and of the reader's limits
/// (EMV 4.4 Book 3, Annex A; Contactless Book A).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(u64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The greatest amount twelve digits can hold.
    pub const MAX: Self = Self(999_999_999_999);

    /// The amount in minor units, or `None` above [`Amount::MAX`].
    pub const fn new(minor_units: u64) -> Option<Self> {
        if minor_units <= Self::MAX.0 { Some(Self(minor_units)) } else { None }
    }

    /// The amount in minor units.
    pub const fn minor_units(self) -> u64 {
        self.0
    }

    /// Reads the value of `tag`.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has six bytes, [`FormatFault::Digit`] for a nibble above 9.
    pub fn decode(tag: Tag, value: &[u8]) -> Result<Self, FormatError> {
        let digits: &[u8; 6] = value.try_into().map_err(|_| FormatError::new(tag, FormatFault::Length))?;
        nibbles(digits)
            .try_fold(0, |sum, digit| (digit < 10).then(|| sum * 10 + u64::from(digit)))
            .map(Self)
            .ok_or(FormatError::new(tag, FormatFault::Digit))
    }

    /// The coded form, n 12.
    pub fn encode(self) -> [u8; 6] {
        let mut rest = self.0;
        let mut coded = [0; 6];
        for byte in coded.iter_mut().rev() {
            let [pair, ..] = (rest % 100).to_le_bytes();
            *byte = to_bcd(pair);
            rest /= 100;
        }
        coded
    }
}

/// An amount together with its currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// How much, in minor units of the currency.
    pub amount: Amount,
    /// Of what.
    pub currency: Currency,
}

impl Amount {
    /// Reads Amount, Authorised (Numeric), `9F02`.
    ///
    /// # Errors
    ///
    /// As [`Amount::decode`].
    pub fn authorised(value: &[u8]) -> Result<Self, FormatError> {
        Self::decode(tags::AMOUNT_AUTHORISED_NUMERIC, value)
    }
}
