//! Primary Account Number.

use core::fmt;

use super::digits::nibbles;
use super::{FormatError, FormatFault};
use crate::Secret;
use crate::tlv::Tag;

/// Application Primary Account Number (PAN): `5A`, cn of up to 19 digits in up to ten bytes; also the first field of
/// track 2 and a field of the ICC certificate (EMV 4.4 Book 3, Annex A; ISO/IEC 7812-1).
///
/// Wiped when dropped. `Debug` shows no digit and there is no `Display`: what people may see is [`Pan::masked`].
#[derive(Clone, PartialEq, Eq)]
pub struct Pan {
    /// Digits from the left, two a byte, then `F`.
    coded: Secret<[u8; Self::MAX_LENGTH]>,
    digit_count: usize,
}

impl Pan {
    /// The fewest digits of an account number (ISO/IEC 7812-1).
    pub const MIN_DIGITS: usize = 8;
    /// The most digits of an account number.
    pub const MAX_DIGITS: usize = 19;
    const MAX_LENGTH: usize = 10;

    /// Reads a cn value of `tag`, padded with any number of `F`.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] above ten bytes, [`FormatFault::Digit`] for a nibble that is neither digit nor `F`,
    /// [`FormatFault::Padding`] for digits after an `F`, [`FormatFault::Range`] unless there are 8 to 19 digits.
    pub fn decode(tag: Tag, value: &[u8]) -> Result<Self, FormatError> {
        if value.len() > Self::MAX_LENGTH {
            return Err(FormatError::new(tag, FormatFault::Length));
        }
        let digit_count = nibbles(value).take_while(|&nibble| nibble != 0xF).count();
        if nibbles(value).skip(digit_count).any(|nibble| nibble != 0xF) {
            return Err(FormatError::new(tag, FormatFault::Padding));
        }
        Self::from_digits(nibbles(value).take(digit_count)).map_err(|fault| FormatError::new(tag, fault))
    }

    /// Takes one digit after the other.
    pub(super) fn from_digits(digits: impl Iterator<Item = u8>) -> Result<Self, FormatFault> {
        let mut coded = [0xFF; Self::MAX_LENGTH];
        let mut digit_count = 0;
        for digit in digits {
            if digit > 9 {
                return Err(FormatFault::Digit);
            }
            let byte = coded.get_mut(digit_count / 2).ok_or(FormatFault::Range)?;
            *byte = if digit_count % 2 == 0 { digit << 4 | 0x0F } else { *byte & 0xF0 | digit };
            digit_count += 1;
        }
        if !(Self::MIN_DIGITS..=Self::MAX_DIGITS).contains(&digit_count) {
            return Err(FormatFault::Range);
        }
        Ok(Self { coded: Secret::new(coded), digit_count })
    }

    /// How many digits it has, 8 to 19.
    pub const fn digit_count(&self) -> usize {
        self.digit_count
    }

    /// The digits, from the left, each 0 to 9. Secret.
    pub fn digits(&self) -> impl DoubleEndedIterator<Item = u8> + Clone {
        let digit = |at: usize| {
            let byte = self.coded.expose().get(at / 2).copied().unwrap_or_default();
            if at % 2 == 0 { byte >> 4 } else { byte & 0x0F }
        };
        (0..self.digit_count).map(digit)
    }

    /// The coded form, cn, with at most one `F`. Secret.
    pub fn as_bytes(&self) -> &[u8] {
        self.coded.expose().get(..self.digit_count.div_ceil(2)).unwrap_or_default()
    }

    /// What people and logs may see: the last four digits.
    pub fn masked(&self) -> MaskedPan {
        let mut last = [0; 4];
        last.iter_mut().rev().zip(self.digits().rev()).for_each(|(to, digit)| *to = digit);
        MaskedPan(last)
    }

    /// Whether it begins with `issuer_identifier`, the field of the issuer's certificate: the leftmost 3 to 8 digits of
    /// the PAN, padded with `F` (EMV 4.4 Book 2, 5.3 and 6.3).
    pub fn begins_with(&self, issuer_identifier: [u8; 4]) -> bool {
        let count = nibbles(&issuer_identifier).take_while(|&nibble| nibble < 10).count();
        let padded = nibbles(&issuer_identifier).skip(count).all(|nibble| nibble == 0xF);
        count >= 3 && padded && nibbles(&issuer_identifier).take(count).eq(self.digits().take(count))
    }
}

impl fmt::Debug for Pan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pan(..)")
    }
}

/// The last four digits of a [`Pan`]; shown as `***0036`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct MaskedPan([u8; 4]);

impl MaskedPan {
    /// Of four digits that were written down; `None` unless each is 0 to 9.
    pub fn of_last_four(digits: [u8; 4]) -> Option<Self> {
        digits.iter().all(|digit| *digit <= 9).then_some(Self(digits))
    }

    /// The last four digits, each 0 to 9.
    pub const fn last_four(self) -> [u8; 4] {
        self.0
    }
}

impl fmt::Display for MaskedPan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.0;
        write!(f, "***{a}{b}{c}{d}")
    }
}

impl fmt::Debug for MaskedPan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
