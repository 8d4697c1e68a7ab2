//! Format 1 (ISO 9564-1, 9.3.3): filled with anything that is never the same twice; no card number.

use tapkernel::core::Secret;

use super::ClearBlock;
use super::nibbles::{pin_field, pin_of, unpack};
use crate::pin::{ClearPin, NoPin};

/// The block of `pin`, filled from the nibbles of `unique`, which must differ from block to block.
pub fn encode(pin: &ClearPin, unique: [u8; 8]) -> ClearBlock {
    Secret::new(pin_field(1, pin, unpack(&unique)))
}

/// The PIN in a block.
///
/// # Errors
///
/// [`NoPin`] if it is none.
pub fn decode(block: &ClearBlock) -> Result<ClearPin, NoPin> {
    pin_of(1, *block.expose(), |_| true)
}
