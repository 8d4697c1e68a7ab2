//! Fields of nibbles.

use tapkernel::core::data::Pan;

use crate::pin::{ClearPin, NoPin};

/// N bytes of these nibbles, high before low; zeros if there are too few.
pub(super) fn pack<const N: usize>(mut nibbles: impl Iterator<Item = u8>) -> [u8; N] {
    let mut next = || nibbles.next().unwrap_or_default();
    core::array::from_fn(|_| next() << 4 | next())
}

/// The nibbles, high before low.
pub(super) fn unpack(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F])
}

/// Control nibble, length, digits, and `fill` to the end.
pub(super) fn pin_field(control: u8, pin: &ClearPin, fill: impl IntoIterator<Item = u8>) -> [u8; 8] {
    pack([control, pin.length()].into_iter().chain(pin.digits()).chain(fill))
}

/// Formats 0 and 3: four zeros, then the twelve rightmost digits of the PAN without its check digit.
pub(super) fn account_field(pan: &Pan) -> [u8; 8] {
    let mut digits = [0; 16];
    let account = pan.digits().rev().skip(1).take(12);
    digits.iter_mut().rev().zip(account).for_each(|(to, digit)| *to = digit);
    pack(digits.into_iter())
}

/// The PIN of a field, if control, length and fill are right.
pub(super) fn pin_of(control: u8, field: [u8; 8], is_fill: impl Fn(u8) -> bool) -> Result<ClearPin, NoPin> {
    let mut nibbles = unpack(&field);
    let (first, length) = (nibbles.next(), nibbles.next().unwrap_or_default());
    let pin = ClearPin::from_digits(nibbles.by_ref().take(usize::from(length)))?;
    if first == Some(control) && pin.length() == length && nibbles.all(is_fill) {
        Ok(pin)
    } else {
        Err(NoPin)
    }
}
