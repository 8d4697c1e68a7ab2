//! Triple DES with a key of two halves.

use core::fmt;

use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};
use zeroize::Zeroize;

/// A double-length DES key. Parity bits are not looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct TdesKey([u8; 16]);

impl TdesKey {
    /// Takes the two halves, left first.
    pub const fn new(key: [u8; 16]) -> Self {
        Self(key)
    }

    /// Encrypts one block with both halves: encrypt, decrypt, encrypt.
    pub fn encrypt(&self, block: [u8; 8]) -> [u8; 8] {
        let mut block = block.into();
        TdesEde2::new(&self.0.into()).encrypt_block(&mut block);
        block.into()
    }

    /// Decrypts one block with both halves.
    pub fn decrypt(&self, block: [u8; 8]) -> [u8; 8] {
        let mut block = block.into();
        TdesEde2::new(&self.0.into()).decrypt_block(&mut block);
        block.into()
    }

    /// Encrypts one block with the left half alone, as the chain of the retail MAC does.
    pub(super) fn encrypt_with_left_half(&self, block: [u8; 8]) -> [u8; 8] {
        let [left @ .., _, _, _, _, _, _, _, _] = self.0;
        let mut block = block.into();
        Des::new(&left.into()).encrypt_block(&mut block);
        block.into()
    }

    /// Key check value: the first three bytes of the encryption of eight zero bytes.
    pub fn check_value(&self) -> [u8; 3] {
        let [a, b, c, ..] = self.encrypt([0; 8]);
        [a, b, c]
    }

    /// The key with `other` exclusive-ored into it.
    #[must_use]
    pub(super) fn xor(&self, other: [u8; 16]) -> Self {
        let mut key = self.0;
        key.iter_mut().zip(other).for_each(|(byte, other)| *byte ^= other);
        Self(key)
    }

    /// The same key with each byte made odd by its last bit.
    #[must_use]
    pub(super) fn with_odd_parity(&self) -> Self {
        Self(self.0.map(|byte| if byte.count_ones() % 2 == 0 { byte ^ 1 } else { byte }))
    }
}

impl fmt::Debug for TdesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TdesKey(..)")
    }
}

impl Drop for TdesKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
