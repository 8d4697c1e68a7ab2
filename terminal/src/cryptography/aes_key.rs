//! AES with keys of 128, 192 and 256 bits.

use core::fmt;

use aes::{Aes128, Aes192, Aes256};
use cipher::{Block, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use tapkernel::core::Secret;

/// How long an AES key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyLength {
    /// 16 bytes.
    Aes128,
    /// 24 bytes.
    Aes192,
    /// 32 bytes.
    Aes256,
}

impl KeyLength {
    /// The length with this many bytes.
    pub const fn from_bytes(bytes: usize) -> Option<Self> {
        match bytes {
            16 => Some(Self::Aes128),
            24 => Some(Self::Aes192),
            32 => Some(Self::Aes256),
            _ => None,
        }
    }
}

/// An AES key, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct AesKey(Bits);

#[derive(Clone, PartialEq, Eq)]
enum Bits {
    B128(Secret<[u8; 16]>),
    B192(Secret<[u8; 24]>),
    B256(Secret<[u8; 32]>),
}

impl AesKey {
    /// Takes a key of 16, 24 or 32 bytes; `None` for any other length.
    pub fn new(key: &[u8]) -> Option<Self> {
        let bits = match KeyLength::from_bytes(key.len())? {
            KeyLength::Aes128 => Bits::B128(Secret::new(key.try_into().ok()?)),
            KeyLength::Aes192 => Bits::B192(Secret::new(key.try_into().ok()?)),
            KeyLength::Aes256 => Bits::B256(Secret::new(key.try_into().ok()?)),
        };
        Some(Self(bits))
    }

    /// How long it is.
    pub const fn length(&self) -> KeyLength {
        match self.0 {
            Bits::B128(_) => KeyLength::Aes128,
            Bits::B192(_) => KeyLength::Aes192,
            Bits::B256(_) => KeyLength::Aes256,
        }
    }

    /// The bytes. Secret.
    pub const fn expose(&self) -> &[u8] {
        match &self.0 {
            Bits::B128(key) => key.expose().as_slice(),
            Bits::B192(key) => key.expose().as_slice(),
            Bits::B256(key) => key.expose().as_slice(),
        }
    }

    /// Enciphers one block.
    pub fn encipher(&self, block: [u8; 16]) -> [u8; 16] {
        let mut block: Block<Aes128> = block.into();
        match &self.0 {
            Bits::B128(key) => Aes128::new(key.expose().into()).encrypt_block(&mut block),
            Bits::B192(key) => Aes192::new(key.expose().into()).encrypt_block(&mut block),
            Bits::B256(key) => Aes256::new(key.expose().into()).encrypt_block(&mut block),
        }
        block.into()
    }

    /// Deciphers one block.
    pub fn decipher(&self, block: [u8; 16]) -> [u8; 16] {
        let mut block: Block<Aes128> = block.into();
        match &self.0 {
            Bits::B128(key) => Aes128::new(key.expose().into()).decrypt_block(&mut block),
            Bits::B192(key) => Aes192::new(key.expose().into()).decrypt_block(&mut block),
            Bits::B256(key) => Aes256::new(key.expose().into()).decrypt_block(&mut block),
        }
        block.into()
    }
}

impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AesKey({:?})", self.length())
    }
}
