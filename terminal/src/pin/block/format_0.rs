//! Format 0 (ISO 9564-1, 9.3.2): filled with `F`, the card number exclusive-ored over it.

use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

use super::ClearBlock;
use super::nibbles::{account_field, pin_field, pin_of};
use crate::cryptography::xor;
use crate::pin::{ClearPin, NoPin};

/// The block of `pin` for the card `pan`.
pub fn encode(pin: &ClearPin, pan: &Pan) -> ClearBlock {
    Secret::new(xor(pin_field(0, pin, [0xF; 10]), account_field(pan)))
}

/// The PIN in a block for the card `pan`.
///
/// # Errors
///
/// [`NoPin`] if it is none: another key, another card, another format.
pub fn decode(block: &ClearBlock, pan: &Pan) -> Result<ClearPin, NoPin> {
    pin_of(0, xor(*block.expose(), account_field(pan)), |fill| fill == 0xF)
}
