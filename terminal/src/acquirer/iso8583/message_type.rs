//! Message Type Identifier.

use core::fmt;

/// Message Type Identifier (MTI): four digits, version, class, function, origin.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MessageType([u8; 4]);

impl MessageType {
    /// 0100: authorisation request.
    pub const AUTHORISATION: Self = Self(*b"0100");
    /// 0120: authorisation advice.
    pub const AUTHORISATION_ADVICE: Self = Self(*b"0120");
    /// 0200: financial transaction request.
    pub const FINANCIAL: Self = Self(*b"0200");
    /// 0220: financial transaction advice.
    pub const FINANCIAL_ADVICE: Self = Self(*b"0220");
    /// 0300: file update request; here: download of parameters.
    pub const FILE_UPDATE: Self = Self(*b"0300");
    /// 0320: file update advice; here: upload of a batch.
    pub const FILE_UPDATE_ADVICE: Self = Self(*b"0320");
    /// 0400: reversal request.
    pub const REVERSAL: Self = Self(*b"0400");
    /// 0420: reversal advice.
    pub const REVERSAL_ADVICE: Self = Self(*b"0420");
    /// 0500: reconciliation request.
    pub const RECONCILIATION: Self = Self(*b"0500");
    /// 0600: administrative request; here: status of an earlier message.
    pub const ADMINISTRATIVE: Self = Self(*b"0600");
    /// 0800: network management request.
    pub const NETWORK_MANAGEMENT: Self = Self(*b"0800");

    /// Takes four digits in ASCII; `None` for anything else.
    pub const fn new(digits: [u8; 4]) -> Option<Self> {
        let [a, b, c, d] = digits;
        let all = a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit() && d.is_ascii_digit();
        if all { Some(Self(digits)) } else { None }
    }

    /// The digits in ASCII.
    pub const fn digits(&self) -> &[u8; 4] {
        &self.0
    }

    /// The type that answers it: 0210 for 0200 and 0201, 0430 for 0420 and 0421.
    #[must_use]
    pub const fn answer(self) -> Self {
        let [version, class, function, _] = self.0;
        let function = if function == b'9' { function } else { function + 1 };
        Self([version, class, function, b'0'])
    }

    /// The same as a repeat: 0421 for 0420.
    #[must_use]
    pub const fn repeat(self) -> Self {
        let [version, class, function, _] = self.0;
        Self([version, class, function, b'1'])
    }

    /// Without the mark of a repeat: 0420 for 0421.
    #[must_use]
    pub const fn original(self) -> Self {
        let [version, class, function, _] = self.0;
        Self([version, class, function, b'0'])
    }

    /// Whether it is marked as a repeat.
    pub const fn is_repeat(self) -> bool {
        matches!(self.0, [_, _, _, b'1'])
    }
}

impl fmt::Display for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&digit| write!(f, "{}", char::from(digit)))
    }
}

impl fmt::Debug for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
