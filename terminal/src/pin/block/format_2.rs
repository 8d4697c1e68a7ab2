//! Format 2 (ISO 9564-1, 9.3.4): filled with `F`; goes to the card, never to a host.

use tapkernel::core::Secret;

use super::ClearBlock;
use super::nibbles::{pin_field, pin_of};
use crate::pin::{ClearPin, NoPin};

/// The block of `pin`.
pub fn encode(pin: &ClearPin) -> ClearBlock {
    Secret::new(pin_field(2, pin, [0xF; 10]))
}

/// The PIN in a block.
///
/// # Errors
///
/// [`NoPin`] if it is none.
pub fn decode(block: &ClearBlock) -> Result<ClearPin, NoPin> {
    pin_of(2, *block.expose(), |fill| fill == 0xF)
}
