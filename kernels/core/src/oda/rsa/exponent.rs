//! Public key exponents.

/// A public key exponent that EMV allows: 3 or 2^16 + 1 (EMV 4.4 Book 2, 11.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PublicExponent {
    /// 3, coded `03`.
    Three,
    /// 2^16 + 1, coded `010001`.
    F4,
}

impl PublicExponent {
    /// Reads the coded form; `None` for any other exponent or coding.
    pub const fn from_bytes(coded: &[u8]) -> Option<Self> {
        match coded {
            [0x03] => Some(Self::Three),
            [0x01, 0x00, 0x01] => Some(Self::F4),
            _ => None,
        }
    }

    /// The coded form.
    pub const fn as_bytes(self) -> &'static [u8] {
        match self {
            Self::Three => &[0x03],
            Self::F4 => &[0x01, 0x00, 0x01],
        }
    }
}
