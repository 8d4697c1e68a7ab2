//! Tokens for same-card checks.

use std::fmt;

/// Keyed token of an account number, 16 bytes. Equal tokens of one vault are the same account number.
///
/// Who has the key can try all account numbers: a token is no secret in a journal, and it leaves the device only where it
/// must.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardToken(pub [u8; 16]);

impl CardToken {
    /// Reads 32 hexadecimal digits of either case; `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
        if digits.len() != 32 {
            return None;
        }
        let mut token = [0; 16];
        token.iter_mut().zip(digits.chunks_exact(2)).for_each(|(byte, pair)| {
            *byte = pair.iter().fold(0, |byte, digit| byte << 4 | digit);
        });
        Some(Self(token))
    }
}

impl fmt::Display for CardToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for CardToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardToken({self})")
    }
}
