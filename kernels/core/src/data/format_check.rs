//! Whether a value has the format of its data element (EMV 4.4 Book 3, 4.3).

use super::digits::nibbles;
use super::{Entry, Format, FormatError, FormatFault, tags};

impl Format {
    /// Whether `value` is coded in this format. Lengths are the dictionary's: [`Entry::check`].
    ///
    /// Characters of ans are those common to all parts of ISO/IEC 8859.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Digit`] for a nibble that is no digit, [`FormatFault::Padding`] for a digit after the `F` of a
    /// cn value, [`FormatFault::Character`] for a character that the format does not have.
    pub fn check(self, value: &[u8]) -> Result<(), FormatFault> {
        match self {
            Self::N => digits(value),
            Self::Cn => padded_digits(value),
            Self::A => characters(value, u8::is_ascii_alphabetic),
            Self::An => characters(value, u8::is_ascii_alphanumeric),
            Self::Ans => characters(value, is_common),
            Self::B | Self::Var => Ok(()),
        }
    }
}

impl Entry {
    /// Whether `value` has a length and the format of this data object.
    ///
    /// The Application Preferred Name may also use the characters above `A0` of the part of ISO/IEC 8859 that its card
    /// names.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`], or what [`Format::check`] finds.
    pub fn check(&self, value: &[u8]) -> Result<(), FormatError> {
        let checked = if !self.allows_length(value.len()) {
            Err(FormatFault::Length)
        } else if self.tag == tags::APPLICATION_PREFERRED_NAME {
            characters(value, |byte| is_common(byte) || *byte >= 0xA0)
        } else {
            self.format.check(value)
        };
        checked.map_err(|fault| FormatError::new(self.tag, fault))
    }
}

fn digits(value: &[u8]) -> Result<(), FormatFault> {
    if nibbles(value).all(|nibble| nibble < 10) { Ok(()) } else { Err(FormatFault::Digit) }
}

fn padded_digits(value: &[u8]) -> Result<(), FormatFault> {
    let mut rest = nibbles(value).skip_while(|nibble| *nibble < 10);
    match rest.next() {
        None => Ok(()),
        Some(0xF) if rest.all(|nibble| nibble == 0xF) => Ok(()),
        Some(0xF) => Err(FormatFault::Padding),
        Some(_) => Err(FormatFault::Digit),
    }
}

fn characters(value: &[u8], allowed: impl Fn(&u8) -> bool) -> Result<(), FormatFault> {
    if value.iter().all(allowed) { Ok(()) } else { Err(FormatFault::Character) }
}

fn is_common(byte: &u8) -> bool {
    matches!(byte, 0x20..=0x7E)
}
