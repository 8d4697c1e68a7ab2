//! How a host writes messages.

use std::collections::BTreeMap;

use super::fields::{FIELDS, FieldDefinition};
use super::{Content, FieldFormat, Length};

/// How digits are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Coding {
    /// One character a digit.
    Ascii,
    /// Two digits a byte.
    Bcd,
}

/// How a bitmap is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bitmap {
    /// Eight bytes.
    Binary,
    /// Sixteen hexadecimal digits, written in capitals, read in both.
    Hexadecimal,
}

/// Where the nibble goes that fills an odd number of digits in a field of variable length, in the BCD coding. Fixed
/// fields begin with a zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OddDigit {
    /// A zero before the digits.
    ZeroBefore,
    /// An `F` behind the digits.
    FBehind,
}

/// What a host speaks: the coding, and the table of fields with this host's changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// How digits are coded.
    pub coding: Coding,
    /// How the bitmap is coded.
    pub bitmap: Bitmap,
    /// How an odd number of digits is filled.
    pub odd_digit: OddDigit,
    changed: BTreeMap<u8, FieldFormat>,
}

impl Dialect {
    /// Everything in ASCII, the bitmap as bytes.
    pub const fn ascii() -> Self {
        Self {
            coding: Coding::Ascii,
            bitmap: Bitmap::Binary,
            odd_digit: OddDigit::ZeroBefore,
            changed: BTreeMap::new(),
        }
    }

    /// Digits packed, the bitmap as bytes.
    pub const fn bcd() -> Self {
        Self {
            coding: Coding::Bcd,
            bitmap: Bitmap::Binary,
            odd_digit: OddDigit::ZeroBefore,
            changed: BTreeMap::new(),
        }
    }

    /// The same with the bitmap coded so.
    #[must_use]
    pub const fn with_bitmap(mut self, bitmap: Bitmap) -> Self {
        self.bitmap = bitmap;
        self
    }

    /// The same with odd numbers of digits filled so.
    #[must_use]
    pub const fn with_odd_digit(mut self, odd_digit: OddDigit) -> Self {
        self.odd_digit = odd_digit;
        self
    }

    /// The same with another format of `field`.
    #[must_use]
    pub fn with_field(mut self, field: u8, content: Content, length: Length) -> Self {
        self.changed.insert(field, FieldFormat::new(content, length));
        self
    }

    /// The same with room for a PIN block of format 4: sixteen bytes in field 52, where the standard has eight.
    #[must_use]
    pub fn with_pin_block_of_format_4(self) -> Self {
        self.with_field(52, Content::B, Length::Fixed(16))
    }

    /// The format of a field, `None` for those that the table does not have, bitmaps among them.
    pub fn field(&self, field: u8) -> Option<FieldFormat> {
        if matches!(field, 0 | 1 | 65) || field > 128 {
            return None;
        }
        let changed = self.changed.get(&field).copied();
        changed.or_else(|| definition(field).map(|definition| definition.format))
    }

    /// Bytes of one bitmap.
    pub(super) const fn bitmap_length(&self) -> usize {
        match self.bitmap {
            Bitmap::Binary => 8,
            Bitmap::Hexadecimal => 16,
        }
    }

    /// Whether two characters of this content go into a byte.
    pub(super) fn packs(&self, content: Content) -> bool {
        self.coding == Coding::Bcd && content.is_packed()
    }

    /// Bytes that `length` characters of this content take.
    pub(super) fn coded_length(&self, content: Content, length: usize) -> usize {
        match (self.coding, content) {
            (Coding::Bcd, Content::Xn) => 1 + (length.saturating_sub(1)).div_ceil(2),
            _ if self.packs(content) => length.div_ceil(2),
            _ => length,
        }
    }

    /// Whether the fill of an odd field stands before its digits.
    pub(super) fn fills_before(&self, length: Length) -> bool {
        matches!(length, Length::Fixed(_)) || self.odd_digit == OddDigit::ZeroBefore
    }
}

fn definition(field: u8) -> Option<&'static FieldDefinition> {
    FIELDS.binary_search_by_key(&field, |definition| definition.number).ok().and_then(|at| FIELDS.get(at))
}
