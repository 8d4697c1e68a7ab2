//! Format 4 (ISO 9564-1, 9.4.2): sixteen bytes under AES, enciphered before and after the card number goes in.

use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

use super::nibbles::{pack, pin_field, pin_of};
use crate::cryptography::{AesKey, xor};
use crate::pin::{ClearPin, NoPin};

/// The enciphered block of `pin` for the card `pan`; `random` is fresh for each block.
pub fn encipher(key: &AesKey, pin: &ClearPin, pan: &Pan, random: [u8; 8]) -> Secret<[u8; 16]> {
    let inner = key.encipher(*plain_text_pin_field(pin, random).expose());
    Secret::new(key.encipher(xor(inner, plain_text_pan_field(pan))))
}

/// The PIN in an enciphered block for the card `pan`.
///
/// # Errors
///
/// [`NoPin`] if it is none: another key, another card, another format.
pub fn decipher(key: &AesKey, block: &Secret<[u8; 16]>, pan: &Pan) -> Result<ClearPin, NoPin> {
    let inner = xor(key.decipher(*block.expose()), plain_text_pan_field(pan));
    let field = Secret::new(key.decipher(inner));
    let half = field.expose().first_chunk().ok_or(NoPin)?;
    pin_of(4, *half, |fill| fill == 0xA)
}

/// The PIN field: control, length, digits, `A` to eight bytes, then the random ones.
pub fn plain_text_pin_field(pin: &ClearPin, random: [u8; 8]) -> Secret<[u8; 16]> {
    let half = pin_field(4, pin, [0xA; 10]);
    let mut field = [0; 16];
    field.iter_mut().zip(half.into_iter().chain(random)).for_each(|(to, byte)| *to = byte);
    Secret::new(field)
}

/// The PAN field: how many digits there are above twelve, the digits, zeros. Shorter numbers are filled on the left.
pub fn plain_text_pan_field(pan: &Pan) -> [u8; 16] {
    let above = pan.digit_count().saturating_sub(12);
    let missing = 12usize.saturating_sub(pan.digit_count());
    let digits = core::iter::repeat_n(0, missing).chain(pan.digits());
    pack([u8::try_from(above).unwrap_or_default()].into_iter().chain(digits))
}
