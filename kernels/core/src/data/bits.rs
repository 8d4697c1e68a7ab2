//! Bits as the books count them.

use core::fmt;

/// One bit of a data element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bit {
    byte: usize,
    mask: u8,
}

/// A bit and what it means when it is 1.
pub type NamedBit = (Bit, &'static str);

/// The bit that the books call "byte `byte`, bit `bit`": bytes from 1, bits from 8 down to 1.
pub const fn bit(byte: usize, bit: u8) -> Bit {
    Bit { byte: byte - 1, mask: 1 << (bit - 1) }
}

impl Bit {
    /// Whether the bit is 1 in `value`; a value too short has 0 there.
    pub fn is_set(self, value: &[u8]) -> bool {
        value.get(self.byte).is_some_and(|byte| byte & self.mask != 0)
    }

    /// Makes the bit `on` in `value`, if the value is long enough.
    pub fn put(self, value: &mut [u8], on: bool) {
        if let Some(byte) = value.get_mut(self.byte) {
            *byte = if on { *byte | self.mask } else { *byte & !self.mask };
        }
    }

    /// The byte it is in, counted from 1.
    pub const fn byte(self) -> usize {
        self.byte + 1
    }

    /// Its number in the byte, 8 for the most significant, 1 for the least.
    pub const fn number(self) -> u32 {
        self.mask.trailing_zeros() + 1
    }

    /// All bits of `value` that are 1, from byte 1 bit 8 on.
    pub fn all_set(value: &[u8]) -> impl Iterator<Item = Self> {
        let bits = |byte| (0..8).rev().map(move |shift| Self { byte, mask: 1 << shift });
        (0..value.len()).flat_map(bits).filter(|bit| bit.is_set(value))
    }
}

impl fmt::Display for Bit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} bit {}", self.byte(), self.number())
    }
}

/// Makes the type of a data element that is a row of bits: one row a bit, each becomes a constant, its
/// documentation and a line of `BITS`.
///
/// Bits without a name are kept as they are.
#[macro_export]
macro_rules! bit_field {
    (
        $(#[$attribute:meta])*
        $name:ident: $tag:expr, $length:literal bytes;
        $($byte:literal $bit:literal $constant:ident $meaning:literal;)+
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
        pub struct $name(pub [u8; $length]);

        impl $name {
            $(
                #[doc = concat!($meaning, ": byte ", $byte, ", bit ", $bit, ".")]
                pub const $constant: $crate::data::Bit = $crate::data::bit($byte, $bit);
            )+

            /// The tag of the data element.
            pub const TAG: $crate::tlv::Tag = $tag;

            /// The bits that have a meaning, in the order of the book.
            pub const BITS: &'static [$crate::data::NamedBit] = &[$((Self::$constant, $meaning)),+];

            /// Takes the coded form.
            ///
            /// # Errors
            ///
            /// `FormatFault::Length` for any other number of bytes.
            pub fn decode(value: &[u8]) -> Result<Self, $crate::data::FormatError> {
                let wrong = $crate::data::FormatError::new(Self::TAG, $crate::data::FormatFault::Length);
                value.try_into().map(Self).map_err(|_| wrong)
            }

            /// The coded form.
            pub const fn encode(self) -> [u8; $length] {
                self.0
            }

            /// Whether `bit` is 1.
            pub fn has(self, bit: $crate::data::Bit) -> bool {
                bit.is_set(&self.0)
            }

            /// The same with `bit` made `on`.
            #[must_use]
            pub fn with(mut self, bit: $crate::data::Bit, on: bool) -> Self {
                bit.put(&mut self.0, on);
                self
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                write!(f, "{}({})", stringify!($name), $crate::data::Hex(&self.0))
            }
        }
    };
}
