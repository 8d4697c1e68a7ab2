//! The account number on a receipt.

use std::fmt;

use tapkernel::core::data::{MaskedPan, Pan};

/// An account number of which most digits are gone. There is no way from here back to the number, and none to put a whole
/// number in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct MaskedAccount(Shown);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    LastFour(MaskedPan),
    Groups(MaskedPan),
    FirstSix { first: [u8; 6], hidden: usize, last: MaskedPan },
}

impl MaskedAccount {
    /// The fewest digits of a number that may show its first six: five others stay hidden (PCI DSS 3.4.1 and the
    /// truncation formats that the schemes accept).
    pub const MIN_DIGITS_FOR_FIRST_SIX: usize = 15;

    /// `***0036`.
    pub const fn last_four(pan: MaskedPan) -> Self {
        Self(Shown::LastFour(pan))
    }

    /// `**** **** **** 0036`, however many digits there were.
    pub const fn groups(pan: MaskedPan) -> Self {
        Self(Shown::Groups(pan))
    }

    /// `412345******0036`, for the merchant's copy where the acquirer asks for it; `None` for a number of fewer than
    /// [`MaskedAccount::MIN_DIGITS_FOR_FIRST_SIX`] digits.
    pub fn first_six_last_four(pan: &Pan) -> Option<Self> {
        if pan.digit_count() < Self::MIN_DIGITS_FOR_FIRST_SIX {
            return None;
        }
        let mut first = [0; 6];
        first.iter_mut().zip(pan.digits()).for_each(|(to, digit)| *to = digit);
        Some(Self(Shown::FirstSix { first, hidden: pan.digit_count() - 10, last: pan.masked() }))
    }

    /// As [`MaskedAccount::last_four`], which suits the customer's copy.
    #[must_use]
    pub const fn without_first_six(self) -> Self {
        match self.0 {
            Shown::FirstSix { last, .. } => Self::last_four(last),
            _ => self,
        }
    }
}

impl fmt::Display for MaskedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = |f: &mut fmt::Formatter<'_>, digits: &[u8]| {
            digits.iter().try_for_each(|digit| write!(f, "{digit}"))
        };
        match self.0 {
            Shown::LastFour(last) => write!(f, "{last}"),
            Shown::Groups(last) => {
                f.write_str("**** **** **** ")?;
                digits(f, &last.last_four())
            }
            Shown::FirstSix { first, hidden, last } => {
                digits(f, &first)?;
                write!(f, "{:*<hidden$}", "")?;
                digits(f, &last.last_four())
            }
        }
    }
}

impl fmt::Debug for MaskedAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
