//! Whose account number it is.

use tapkernel_core::data::{Pan, Rid};

/// A scheme whose account numbers can be told by their first digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brand {
    Visa,
    /// With Maestro.
    Mastercard,
}

impl Brand {
    /// The scheme that registered the application.
    pub(crate) fn of_rid(rid: Rid) -> Option<Self> {
        match rid {
            Rid::VISA => Some(Self::Visa),
            Rid::MASTERCARD => Some(Self::Mastercard),
            _ => None,
        }
    }

    /// The scheme of an account number; `None` where the range is not known to be one scheme's.
    pub(crate) fn of_pan(pan: &Pan) -> Option<Self> {
        let first_four = pan.digits().take(4).fold(0_u16, |number, digit| number * 10 + u16::from(digit));
        match first_four {
            4000..=4999 => Some(Self::Visa),
            5100..=5599 | 2221..=2720 => Some(Self::Mastercard),
            5000..=5099 | 5600..=5899 | 6304 | 6700..=6799 => Some(Self::Mastercard),
            _ => None,
        }
    }
}
