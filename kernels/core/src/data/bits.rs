//! Bits as the books count them.

/// One bit of a data element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Bit {
    byte: usize,
    mask: u8,
}

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
}
