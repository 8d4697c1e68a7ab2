//! The digits themselves.

use core::fmt;

use tapkernel::core::Secret;

/// A PIN in the clear: 4 to 12 decimal digits (ISO 9564-1). Wiped when dropped; `Debug` does not even show its length.
#[derive(Clone, PartialEq, Eq)]
pub struct ClearPin {
    digits: Secret<[u8; Self::MAX_DIGITS]>,
    length: usize,
}

impl ClearPin {
    /// The fewest digits.
    pub const MIN_DIGITS: usize = 4;
    /// The most digits.
    pub const MAX_DIGITS: usize = 12;

    /// Takes digits 0 to 9, from the left.
    ///
    /// # Errors
    ///
    /// [`NoPin`] unless there are 4 to 12 and each is below 10.
    pub fn from_digits(from: impl IntoIterator<Item = u8>) -> Result<Self, NoPin> {
        let mut pin = Self { digits: Secret::default(), length: 0 };
        let mut digits = [0; Self::MAX_DIGITS];
        for digit in from {
            *digits.get_mut(pin.length).filter(|_| digit < 10).ok_or(NoPin)? = digit;
            pin.length += 1;
        }
        pin.digits = Secret::new(digits);
        if pin.length < Self::MIN_DIGITS { Err(NoPin) } else { Ok(pin) }
    }

    /// Takes decimal digits in ASCII.
    ///
    /// # Errors
    ///
    /// [`NoPin`], as [`ClearPin::from_digits`].
    pub fn parse(text: &str) -> Result<Self, NoPin> {
        Self::from_digits(text.bytes().map(|byte| byte.wrapping_sub(b'0')))
    }

    /// The digits, each 0 to 9. Secret.
    pub fn digits(&self) -> impl Iterator<Item = u8> {
        self.digits.expose().iter().take(self.length).copied()
    }

    /// How many digits; at most twelve.
    pub(crate) fn length(&self) -> u8 {
        u8::try_from(self.length).unwrap_or_default()
    }
}

impl fmt::Debug for ClearPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClearPin(..)")
    }
}

/// Not 4 to 12 decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a PIN has 4 to 12 decimal digits")]
pub struct NoPin;
