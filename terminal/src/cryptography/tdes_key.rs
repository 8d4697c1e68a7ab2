//! Triple DES with a key of two halves.

use core::fmt;

use cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};
use tapkernel::core::Secret;

/// A double-length DES key, wiped when dropped. Parity bits are not looked at.
#[derive(Clone, PartialEq, Eq)]
pub struct TdesKey(Secret<[u8; 16]>);

impl TdesKey {
    /// Takes the two halves, left first.
    pub const fn new(key: [u8; 16]) -> Self {
        Self(Secret::new(key))
    }

    /// The two halves. Secret.
    pub const fn expose(&self) -> &[u8; 16] {
        self.0.expose()
    }

    /// Enciphers one block: encrypt, decrypt, encrypt.
    pub fn encipher(&self, block: [u8; 8]) -> [u8; 8] {
        let mut block = block.into();
        TdesEde2::new(self.expose().into()).encrypt_block(&mut block);
        block.into()
    }

    /// Deciphers one block.
    pub fn decipher(&self, block: [u8; 8]) -> [u8; 8] {
        let mut block = block.into();
        TdesEde2::new(self.expose().into()).decrypt_block(&mut block);
        block.into()
    }

    /// Enciphers one block with single DES under the left half.
    pub(crate) fn encipher_with_left_half(&self, block: [u8; 8]) -> [u8; 8] {
        des(self.halves().0, block)
    }

    /// The halves, left first. Secret.
    pub(crate) const fn halves(&self) -> ([u8; 8], [u8; 8]) {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = *self.expose();
        ([a, b, c, d, e, f, g, h], [i, j, k, l, m, n, o, p])
    }

    /// The key of these halves.
    pub(crate) fn from_halves(left: [u8; 8], right: [u8; 8]) -> Self {
        let mut key = [0; 16];
        key.iter_mut().zip(left.into_iter().chain(right)).for_each(|(to, byte)| *to = byte);
        Self::new(key)
    }

    /// The key with `mask` exclusive-ored into both halves.
    #[must_use]
    pub(crate) fn variant(&self, mask: [u8; 8]) -> Self {
        let (left, right) = self.halves();
        Self::from_halves(xor(left, mask), xor(right, mask))
    }
}

/// Single DES.
pub(crate) fn des(key: [u8; 8], block: [u8; 8]) -> [u8; 8] {
    let mut block = block.into();
    Des::new(&key.into()).encrypt_block(&mut block);
    block.into()
}

/// Exclusive or, byte by byte.
pub(crate) fn xor<const N: usize>(mut a: [u8; N], b: [u8; N]) -> [u8; N] {
    a.iter_mut().zip(b).for_each(|(a, b)| *a ^= b);
    a
}

impl fmt::Debug for TdesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TdesKey(..)")
    }
}
