//! The retail MAC (ANSI X9.19; ISO/IEC 9797-1, MAC algorithm 3 with DES and padding method 1).

use super::TdesKey;
use super::tdes_key::xor;

/// The whole MAC of `data`, eight bytes; many messages carry its first four. The last block is filled with zero bytes.
pub fn retail_mac(key: &TdesKey, data: &[u8]) -> [u8; 8] {
    let mut blocks = data.chunks(8).map(filled).peekable();
    let mut chained = [0; 8];
    while let Some(block) = blocks.next() {
        chained = xor(chained, block);
        // The last block gets all three steps.
        chained = match blocks.peek() {
            Some(_) => key.encipher_with_left_half(chained),
            None => return key.encipher(chained),
        };
    }
    // No data counts as one block of zeros.
    key.encipher(chained)
}

fn filled(block: &[u8]) -> [u8; 8] {
    let mut whole = [0; 8];
    whole.iter_mut().zip(block).for_each(|(to, byte)| *to = *byte);
    whole
}
