//! Amounts as people type and read them, exactly.

use tapkernel::core::data::{Amount, Currency};
use tapkernel::profile::ProfileCurrency;
use thiserror::Error;

/// A currency with its letters (ISO 4217): reads what people type and writes what they read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Denomination {
    letters: String,
    currency: Currency,
}

/// Why a text is no amount. The text is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AmountError {
    /// Nothing was typed.
    #[error("no amount was typed")]
    Empty,
    /// A character that is neither a digit nor a decimal separator: a sign, a letter, a space, a currency.
    #[error("character {position} is neither a digit nor a decimal separator")]
    Character {
        /// Which character, the first one is 1.
        position: usize,
    },
    /// Digits of two scripts: on a screen their order may look other than it is.
    #[error("the digits are of two scripts")]
    MixedDigits,
    /// More than one separator: groups of digits are not read, since `1,234` means two things.
    #[error("more than one separator: type the digits without groups, and one separator before the decimals")]
    Separators,
    /// A separator without digits on both sides.
    #[error("digits are missing before or after the separator")]
    Incomplete,
    /// More decimals than the currency has.
    #[error("{typed} decimals were typed, and the currency has {exponent}")]
    Decimals {
        /// How many were typed.
        typed: usize,
        /// How many there may be.
        exponent: u8,
    },
    /// More than twelve digits in minor units.
    #[error("more than twelve digits")]
    TooGreat,
}

/// Zeros of the scripts whose digits are read: ASCII, Arabic-Indic, Eastern Arabic-Indic, full width.
const ZEROS: [char; 4] = ['0', '\u{0660}', '\u{06F0}', '\u{FF10}'];

impl Denomination {
    /// A currency and its three letters.
    pub fn new(letters: impl Into<String>, currency: Currency) -> Self {
        Self { letters: letters.into(), currency }
    }

    /// The three letters: `EUR`.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Numeric code and exponent.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Reads an amount: `12.5`, `12,50`, `12`, `١٢٫٥٠`, `１２．５`. Spaces around it are dropped, missing decimals are zeros;
    /// nothing is rounded.
    ///
    /// # Errors
    ///
    /// [`AmountError`] says what is wrong with the text.
    pub fn read(&self, text: &str) -> Result<Amount, AmountError> {
        let exponent = self.currency.exponent();
        let Typed { digits, decimals } = Typed::read(text)?;
        let missing = usize::from(exponent)
            .checked_sub(decimals)
            .ok_or(AmountError::Decimals { typed: decimals, exponent })?;
        let digits = digits.into_iter().chain(std::iter::repeat_n(0, missing));
        let sum =
            digits.map(u64::from).try_fold(0, |sum: u64, digit| sum.checked_mul(10)?.checked_add(digit));
        sum.and_then(Amount::new).ok_or(AmountError::TooGreat)
    }

    /// Writes an amount with all decimals and a point: `12.50`.
    pub fn write(&self, amount: Amount) -> String {
        let (minor, unit) = (amount.minor_units(), self.currency.minor_units_per_unit());
        match usize::from(self.currency.exponent()) {
            0 => minor.to_string(),
            decimals => format!("{}.{:0decimals$}", minor / unit, minor % unit),
        }
    }

    /// As [`Denomination::write`], with the letters: `12.50 EUR`.
    pub fn write_with_letters(&self, amount: Amount) -> String {
        format!("{} {}", self.write(amount), self.letters)
    }
}

impl From<&ProfileCurrency> for Denomination {
    fn from(currency: &ProfileCurrency) -> Self {
        Self::new(currency.letters(), currency.currency())
    }
}

/// The digits of a text, and how many of them stand after the separator.
struct Typed {
    digits: Vec<u8>,
    decimals: usize,
}

impl Typed {
    fn read(text: &str) -> Result<Self, AmountError> {
        let skipped = text.chars().take_while(|character| character.is_whitespace()).count();
        let text = text.trim();
        let (mut digits, mut script, mut separator) = (Vec::new(), None, None);
        for (position, character) in text.chars().enumerate() {
            if is_separator(character) {
                if separator.replace(digits.len()).is_some() {
                    return Err(AmountError::Separators);
                }
            } else {
                let wrong = AmountError::Character { position: skipped + position + 1 };
                let (zero, digit) = digit(character).ok_or(wrong)?;
                if *script.get_or_insert(zero) != zero {
                    return Err(AmountError::MixedDigits);
                }
                digits.push(digit);
            }
        }
        let decimals = separator.map_or(0, |at| digits.len() - at);
        match (digits.is_empty(), separator) {
            (true, None) => Err(AmountError::Empty),
            (_, Some(at)) if at == 0 || decimals == 0 => Err(AmountError::Incomplete),
            _ => Ok(Self { digits, decimals }),
        }
    }
}

/// Point and comma, the Arabic decimal separator, and their full-width forms.
const fn is_separator(character: char) -> bool {
    matches!(character, '.' | ',' | '\u{066B}' | '\u{FF0E}' | '\u{FF0C}')
}

/// The zero of the digit's script, and the digit.
fn digit(character: char) -> Option<(char, u8)> {
    ZEROS.into_iter().find_map(|zero| {
        let digit = u32::from(character).checked_sub(u32::from(zero)).filter(|digit| *digit < 10)?;
        Some((zero, u8::try_from(digit).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn currency(letters: &str, code: u16, exponent: u8) -> Denomination {
        Denomination::new(letters, Currency::new(code, exponent).unwrap())
    }

    fn read(exponent: u8, text: &str) -> Result<u64, AmountError> {
        currency("XXX", 999, exponent).read(text).map(Amount::minor_units)
    }

    #[test]
    fn what_people_type() {
        for (exponent, text, minor) in [
            (2, "12,50", 1250),
            (2, "12.5", 1250),
            (2, " 12 ", 1200),
            (2, "0,05", 5),
            (2, "007", 700),
            (2, "0", 0),
            (2, "١٢٫٥٠", 1250),
            (2, "١٢,٥", 1250),
            (2, "۱۲٫۵", 1250),
            (2, "１２．５", 1250),
            (0, "1234", 1234),
            (3, "1,234", 1234),
            (3, "1.2", 1200),
            (2, "9999999999.99", 999_999_999_999),
        ] {
            assert_eq!(read(exponent, text), Ok(minor), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount() {
        for (exponent, text, error) in [
            (2, "", AmountError::Empty),
            (2, "  ", AmountError::Empty),
            (2, "-5", AmountError::Character { position: 1 }),
            (2, " 5€", AmountError::Character { position: 3 }),
            (2, "1 000", AmountError::Character { position: 2 }),
            (2, "1e3", AmountError::Character { position: 2 }),
            (2, "1٢", AmountError::MixedDigits),
            (2, "1.000,00", AmountError::Separators),
            (2, "12.", AmountError::Incomplete),
            (2, ",50", AmountError::Incomplete),
            (2, ".", AmountError::Incomplete),
            (2, "1,234", AmountError::Decimals { typed: 3, exponent: 2 }),
            (0, "5.0", AmountError::Decimals { typed: 1, exponent: 0 }),
            (2, "10000000000", AmountError::TooGreat),
            (2, "99999999999999999999999999", AmountError::TooGreat),
        ] {
            assert_eq!(read(exponent, text), Err(error), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(minor in 0..=999_999_999_999_u64, exponent in 0..=4_u8) {
            let currency = currency("XXX", 999, exponent);
            let amount = Amount::new(minor).unwrap();
            let written = currency.write(amount);
            prop_assert_eq!(currency.read(&written), Ok(amount));
            prop_assert_eq!(currency.read(&written.replace('.', ",")), Ok(amount));
            let arabic: String = written.chars().map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0x0660 + digit).unwrap(),
                None => '\u{066B}',
            }).collect();
            prop_assert_eq!(currency.read(&arabic), Ok(amount));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}", exponent in 0..=4_u8) {
            let _ = read(exponent, &text);
        }
    }
}
