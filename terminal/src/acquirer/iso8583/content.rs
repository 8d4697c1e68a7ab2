//! What a field holds and how long it is.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Content {
    /// n: decimal digits.
    N,
    /// an: letters and digits, filled with spaces.
    An,
    /// ans: printable characters of ASCII.
    Ans,
    /// x+n: `C` or `D` (credit, debit), then digits.
    Xn,
    /// z: track data, the sixteen characters `0` to `?`; `=` separates.
    Z,
    /// b: bytes.
    B,
}

impl Content {
    /// Whether `byte` may stand at `place`, counted from 0.
    pub(super) const fn takes(self, place: usize, byte: u8) -> bool {
        match self {
            Self::Xn if place == 0 => matches!(byte, b'C' | b'D'),
            Self::N | Self::Xn => byte.is_ascii_digit(),
            Self::An => byte.is_ascii_alphanumeric() || byte == b' ',
            Self::Ans => byte.is_ascii_graphic() || byte == b' ',
            Self::Z => matches!(byte, b'0'..=b'?'),
            Self::B => true,
        }
    }

    /// Whether the BCD coding packs two characters into a byte.
    pub(super) const fn is_packed(self) -> bool {
        matches!(self, Self::N | Self::Z)
    }
}

/// How long a field is, in characters, or in bytes for [`Content::B`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Length {
    /// Always so long.
    Fixed(u16),
    /// LLVAR: two digits of length, at most so long.
    LlVar(u16),
    /// LLLVAR: three digits of length, at most so long.
    LllVar(u16),
}

impl Length {
    /// Whether `length` is allowed.
    pub(super) fn takes(self, length: usize) -> bool {
        match self {
            Self::Fixed(exact) => length == usize::from(exact),
            Self::LlVar(most) => length <= usize::from(most).min(99),
            Self::LllVar(most) => length <= usize::from(most).min(999),
        }
    }

    /// Digits of the length before the value.
    pub(super) const fn prefix_digits(self) -> usize {
        match self {
            Self::Fixed(_) => 0,
            Self::LlVar(_) => 2,
            Self::LllVar(_) => 3,
        }
    }
}

/// Content and length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldFormat {
    /// What it holds.
    pub content: Content,
    /// How long it is.
    pub length: Length,
}

impl FieldFormat {
    /// A field of this content and length.
    pub const fn new(content: Content, length: Length) -> Self {
        Self { content, length }
    }

    /// Whether `value` fits.
    pub(super) fn takes(self, value: &[u8]) -> bool {
        self.length.takes(value.len())
            && value.iter().enumerate().all(|(place, byte)| self.content.takes(place, *byte))
    }
}
