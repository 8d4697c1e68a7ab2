//! The PAN in the form in which certificates carry it.

use core::fmt;

use zeroize::Zeroize;

/// A PAN as ICC certificates carry it: ten bytes, 8 to 19 digits from the left, padded with `F`.
#[derive(Clone, PartialEq, Eq)]
pub struct PaddedPan([u8; 10]);

impl PaddedPan {
    /// From Application PAN `5A`: cn, up to 19 digits.
    pub fn from_application_pan(value: &[u8]) -> Option<Self> {
        if value.len() > 10 {
            return None;
        }
        Self::from_digits(nibbles(value).take_while(|&nibble| nibble != 0xF)).filter(|pan| {
            // Padding only after the digits.
            let mut padded = pan.0.iter().copied();
            value.iter().all(|&byte| padded.next() == Some(byte))
        })
    }

    /// From Track 2 Equivalent Data `57`: the digits before the field separator `D`.
    pub fn from_track_2(value: &[u8]) -> Option<Self> {
        if !nibbles(value).any(|nibble| nibble == 0xD) {
            return None;
        }
        Self::from_digits(nibbles(value).take_while(|&nibble| nibble != 0xD))
    }

    fn from_digits(digits: impl Iterator<Item = u8>) -> Option<Self> {
        let mut pan = Self([0xFF; 10]);
        let mut count = 0;
        for digit in digits {
            if digit > 9 || count == 19 {
                return None;
            }
            let byte = pan.0.get_mut(count / 2)?;
            *byte = if count % 2 == 0 { digit << 4 | 0x0F } else { *byte & 0xF0 | digit };
            count += 1;
        }
        (count >= 8).then_some(pan)
    }

    /// The ten bytes.
    pub const fn as_bytes(&self) -> &[u8; 10] {
        &self.0
    }

    /// Its digits, then the padding.
    pub(super) fn nibbles(&self) -> impl Iterator<Item = u8> {
        nibbles(&self.0)
    }
}

pub(super) fn nibbles(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F])
}

impl fmt::Debug for PaddedPan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaddedPan(..)")
    }
}

impl Drop for PaddedPan {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
