//! Format 3 (ISO 9564-1, 9.3.5): as format 0, with a random fill of `A` to `F`.

use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

use super::ClearBlock;
use super::nibbles::{account_field, pin_field, pin_of};
use crate::cryptography::xor;
use crate::pin::{ClearPin, NoPin};

/// The block of `pin` for the card `pan`; each byte of `random` gives one nibble of the fill.
pub fn encode(pin: &ClearPin, pan: &Pan, random: [u8; 10]) -> ClearBlock {
    let fill = random.map(|byte| 0xA + byte % 6);
    Secret::new(xor(pin_field(3, pin, fill), account_field(pan)))
}

/// The PIN in a block for the card `pan`.
///
/// # Errors
///
/// [`NoPin`] if it is none.
pub fn decode(block: &ClearBlock, pan: &Pan) -> Result<ClearPin, NoPin> {
    pin_of(3, xor(*block.expose(), account_field(pan)), |fill| fill >= 0xA)
}
