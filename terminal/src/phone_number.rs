//! Mobile phone numbers for receipts by SMS, checked by the rule of a country.

use std::fmt;

use thiserror::Error;

/// The mobile numbers of a country: its code (ITU-T E.164) and the shapes of the numbers within it. In a shape an `x` is
/// any digit, a digit is itself, and spaces are where people put them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PhoneRule {
    /// Country, ISO 3166-1 letters.
    pub country: &'static str,
    /// Country code without `+`.
    pub code: &'static str,
    /// What people dial before a number at home: `0`, or nothing.
    pub trunk_prefix: &'static str,
    /// Shapes of mobile numbers, without the trunk prefix.
    pub shapes: &'static [&'static str],
}

impl PhoneRule {
    /// Kosovo: 383 4x xxx xxx.
    pub const KOSOVO: Self = Self { country: "XK", code: "383", trunk_prefix: "0", shapes: &["4x xxx xxx"] };
    /// Morocco: 212 6xx xxx xxx, 212 7xx xxx xxx.
    pub const MOROCCO: Self =
        Self { country: "MA", code: "212", trunk_prefix: "0", shapes: &["6xx xxx xxx", "7xx xxx xxx"] };
    /// Tunisia: 216 and eight digits that begin with 2, 4, 5 or 9.
    pub const TUNISIA: Self = Self {
        country: "TN",
        code: "216",
        trunk_prefix: "",
        shapes: &["2x xxx xxx", "4x xxx xxx", "5x xxx xxx", "9x xxx xxx"],
    };
    /// China: 86 and eleven digits that begin with 13 to 19.
    pub const CHINA: Self = Self {
        country: "CN",
        code: "86",
        trunk_prefix: "",
        shapes: &[
            "13x xxxx xxxx",
            "14x xxxx xxxx",
            "15x xxxx xxxx",
            "16x xxxx xxxx",
            "17x xxxx xxxx",
            "18x xxxx xxxx",
            "19x xxxx xxxx",
        ],
    };
    /// The rules that are here.
    pub const ALL: [Self; 4] = [Self::KOSOVO, Self::MOROCCO, Self::TUNISIA, Self::CHINA];

    /// The rule of a country, by its ISO 3166-1 letters (`XK` for Kosovo).
    pub fn of_country(letters: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.country.eq_ignore_ascii_case(letters))
    }

    /// Reads a number as people type it: `+383 44 123 456`, `00383 44123456`, `383-44-123-456`, `044 123 456`.
    ///
    /// # Errors
    ///
    /// [`PhoneNumberError`] says what is wrong with it.
    pub fn read(&self, text: &str) -> Result<PhoneNumber, PhoneNumberError> {
        let digits = digits(text)?;
        let national = self.national(&digits, text.trim_start().starts_with('+'))?;
        self.shapes.iter().find_map(|shape| filled(shape, national)).map_or(
            Err(PhoneNumberError::Shape {
                code: self.code,
                shape: self.shapes.first().copied().unwrap_or_default(),
            }),
            |national| Ok(PhoneNumber { code: self.code, national }),
        )
    }

    /// Without country code or trunk prefix.
    fn national<'a>(&self, digits: &'a str, plus: bool) -> Result<&'a str, PhoneNumberError> {
        let foreign = PhoneNumberError::Country { code: self.code };
        if plus {
            return digits.strip_prefix(self.code).ok_or(foreign);
        }
        if let Some(international) = digits.strip_prefix("00") {
            return international.strip_prefix(self.code).ok_or(foreign);
        }
        let fits = |number: &&str| self.shapes.iter().any(|shape| filled(shape, number).is_some());
        let with_code = digits.strip_prefix(self.code).filter(fits);
        Ok(with_code.or_else(|| digits.strip_prefix(self.trunk_prefix)).unwrap_or(digits))
    }
}

/// A mobile number that fits the rule of its country. `Display` shows it as `383 44 123 456`; `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    code: &'static str,
    national: String,
}

impl PhoneNumber {
    /// For sending: `+38344123456` (ITU-T E.164).
    pub fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national.replace(' ', ""))
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.national)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PhoneNumber(+{} ..)", self.code)
    }
}

/// Why a text is no mobile number of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PhoneNumberError {
    /// A character that is neither a digit nor a space, point, hyphen, slash or bracket, nor a `+` at the beginning.
    #[error("character {position} does not belong into a phone number")]
    Character {
        /// Which character, the first one is 1.
        position: usize,
    },
    /// Another country code.
    #[error("the number is of another country: {code} is wanted")]
    Country {
        /// The country code that is wanted.
        code: &'static str,
    },
    /// Too few or too many digits, or no mobile number.
    #[error("this is no mobile number of the country: {code} {shape} is wanted")]
    Shape {
        /// The country code.
        code: &'static str,
        /// The first of its shapes.
        shape: &'static str,
    },
}

fn digits(text: &str) -> Result<String, PhoneNumberError> {
    let mut digits = String::new();
    let blanks = text.chars().take_while(|character| *character == ' ').count();
    for (at, character) in text.chars().enumerate() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '.' | '-' | '/' | '(' | ')' => {}
            '+' if at == blanks => {}
            _ => return Err(PhoneNumberError::Character { position: at + 1 }),
        }
    }
    Ok(digits)
}

/// The shape with these digits in it; `None` if they do not fit.
fn filled(shape: &str, digits: &str) -> Option<String> {
    let mut left = digits.chars();
    let filled: Option<String> = shape
        .chars()
        .map(|place| match place {
            ' ' => Some(' '),
            'x' => left.next(),
            digit => left.next().filter(|next| *next == digit),
        })
        .collect();
    filled.filter(|_| left.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn as_people_type_them() {
        for text in [
            "383 44 123 456",
            "+383 44 123 456",
            "+38344123456",
            "0038344123456",
            "044 123 456",
            "44123456",
            "(044) 123-456",
            " +383 44/123.456 ",
        ] {
            let number = PhoneRule::KOSOVO.read(text).unwrap();
            assert_eq!(
                (number.to_string().as_str(), number.e164().as_str()),
                ("383 44 123 456", "+38344123456")
            );
            assert_eq!(format!("{number:?}"), "PhoneNumber(+383 ..)");
        }
        for (country, text, e164) in [
            ("MA", "0612345678", "+212612345678"),
            ("tn", "98 123 456", "+21698123456"),
            ("TN", "21 698 123", "+21621698123"),
            ("CN", "138 0013 8000", "+8613800138000"),
        ] {
            assert_eq!(PhoneRule::of_country(country).unwrap().read(text).unwrap().e164(), e164);
        }
        assert_eq!(PhoneRule::of_country("BE"), None);
    }

    #[test]
    fn what_is_no_mobile_number() {
        let shape = PhoneNumberError::Shape { code: "383", shape: "4x xxx xxx" };
        for (text, error) in [
            ("", shape),
            ("383 38 123 456", shape),
            ("44 123 45", shape),
            ("44 123 4567", shape),
            ("383 383 44 123 456", shape),
            ("+355 69 123 4567", PhoneNumberError::Country { code: "383" }),
            ("00355691234567", PhoneNumberError::Country { code: "383" }),
            ("44 123 45a", PhoneNumberError::Character { position: 10 }),
            ("44+123456", PhoneNumberError::Character { position: 3 }),
            ("٤٤١٢٣٤٥٦", PhoneNumberError::Character { position: 1 }),
        ] {
            assert_eq!(PhoneRule::KOSOVO.read(text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read(digits in "4[0-9]{7}") {
            let number = PhoneRule::KOSOVO.read(&digits).unwrap();
            prop_assert_eq!(&PhoneRule::KOSOVO.read(&number.to_string()).unwrap(), &number);
            prop_assert_eq!(number.e164(), format!("+383{digits}"));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            for rule in PhoneRule::ALL {
                let _ = rule.read(&text);
            }
        }
    }
}
