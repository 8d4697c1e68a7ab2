//! Tags (EMV 4.4 Book 3, B1).

use core::fmt;
use core::str::FromStr;

use super::TlvFault;

/// What was split off the front and the rest, or why nothing was and the bytes that were left then.
pub(crate) type Split<'a, T> = Result<(T, &'a [u8]), (TlvFault, &'a [u8])>;

/// The class of a tag: bits 8 and 7 of its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 00
    Universal,
    /// 01: defined by ISO/IEC 7816 or by EMV.
    Application,
    /// 10: meaning depends on the template around it.
    ContextSpecific,
    /// 11: defined by the issuer, a scheme, or a terminal.
    Private,
}

/// The tag of a data object, in its coded form: one to three bytes, `0x9F02` for tag 9F02.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u32);

impl Tag {
    /// The tag with these coded bytes, most significant first.
    pub const fn new(coded: u32) -> Self {
        Self(coded)
    }

    /// The coded bytes as a number.
    pub const fn coded(self) -> u32 {
        self.0
    }

    /// How many bytes the tag takes: 1, 2 or 3.
    pub const fn coded_len(self) -> usize {
        match self.0 {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            _ => 3,
        }
    }

    /// The coded bytes, right-aligned in four; the last [`Tag::coded_len`] of them count.
    pub const fn to_be_bytes(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// The first coded byte, which carries class and kind.
    pub const fn first_byte(self) -> u8 {
        let bytes = self.0.to_be_bytes();
        match self.coded_len() {
            1 => bytes[3],
            2 => bytes[2],
            _ => bytes[1],
        }
    }

    /// Whether the value is itself a sequence of data objects (bit 6 of the first byte).
    pub const fn is_constructed(self) -> bool {
        self.first_byte() & 0x20 != 0
    }

    /// The class of the tag.
    pub const fn class(self) -> Class {
        match self.first_byte() >> 6 {
            0 => Class::Universal,
            1 => Class::Application,
            2 => Class::ContextSpecific,
            _ => Class::Private,
        }
    }

    /// Whether it is in the range that each payment system fills as it likes: `9F50` to `9F7F`, `BF50` to `BF6F`
    /// (EMV 4.4 Book 3, Annex B). The same tag means different things to two of them.
    pub const fn is_of_payment_systems(self) -> bool {
        matches!(self.0, 0x9F50..=0x9F7F | 0xBF50..=0xBF6F)
    }

    /// Whether the coded bytes form exactly one tag of EMV: bit 8 of each byte after the first says
    /// whether another follows, and three bytes are the most.
    pub const fn is_well_formed(self) -> bool {
        let [_, a, b, c] = self.0.to_be_bytes();
        match self.coded_len() {
            1 => c != 0 && c & 0x1F != 0x1F,
            2 => b & 0x1F == 0x1F && c & 0x80 == 0,
            _ => self.0 <= 0xFF_FFFF && a & 0x1F == 0x1F && b & 0x80 != 0 && c & 0x80 == 0,
        }
    }
}

impl Tag {
    /// Splits the tag off the front of `bytes` (B1): five one bits in the first byte announce more, bit 8 of each
    /// later byte says whether another follows, three bytes are the most.
    ///
    /// On failure tells what was left. A first byte `00` is for the caller to refuse or to skip.
    #[inline(always)]
    pub(crate) fn split_first(bytes: &[u8]) -> Split<'_, Self> {
        match *bytes {
            [a, ref rest @ ..] if a & 0x1F != 0x1F => Ok((Self(u32::from(a)), rest)),
            [a, b, ref rest @ ..] if b & 0x80 == 0 => Ok((Self(u32::from_be_bytes([0, 0, a, b])), rest)),
            [a, b, c, ref rest @ ..] if c & 0x80 == 0 => Ok((Self(u32::from_be_bytes([0, a, b, c])), rest)),
            [_, _, _, ref left @ ..] => Err((TlvFault::TagTooLong, left)),
            [_, _, ref left @ ..] | [_, ref left @ ..] | ref left => Err((TlvFault::CutShort, left)),
        }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$X}", self.0, width = self.coded_len() * 2)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Text that is not the hexadecimal form of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a tag: two, four or six hexadecimal digits that form one BER-TLV tag are wanted")]
pub struct ParseTagError;

impl FromStr for Tag {
    type Err = ParseTagError;

    fn from_str(text: &str) -> Result<Self, ParseTagError> {
        if !matches!(text.len(), 2 | 4 | 6) || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ParseTagError);
        }
        let tag = Self(u32::from_str_radix(text, 16).map_err(|_| ParseTagError)?);
        if tag.is_well_formed() && tag.coded_len() * 2 == text.len() { Ok(tag) } else { Err(ParseTagError) }
    }
}
