//! The retail MAC (ISO/IEC 9797-1, algorithm 3 with DES; EMV 4.4 Book 2, A1.2.1).

use super::TdesKey;

/// How the last block is filled (ISO/IEC 9797-1, 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Method 1: zero bytes, none if the data end with a block.
    Zeros,
    /// Method 2: always `80`, then zero bytes.
    OneBit,
}

/// The whole MAC of `data`, eight bytes.
pub fn retail_mac(key: &TdesKey, padding: Padding, data: &[u8]) -> [u8; 8] {
    let mut padded = data.to_vec();
    if padding == Padding::OneBit {
        padded.push(0x80);
    }
    padded.resize(padded.len().next_multiple_of(8), 0);
    let (blocks, last) = split_last_block(&padded);
    let chained = blocks.chunks(8).fold([0; 8], |state, block| key.encrypt_with_left_half(xor(state, block)));
    key.encrypt(xor(chained, last))
}

/// Empty data count as one block of zeros.
fn split_last_block(padded: &[u8]) -> (&[u8], &[u8]) {
    padded.split_at_checked(padded.len().wrapping_sub(8)).unwrap_or((&[], &[]))
}

fn xor(mut state: [u8; 8], block: &[u8]) -> [u8; 8] {
    state.iter_mut().zip(block).for_each(|(byte, other)| *byte ^= other);
    state
}
