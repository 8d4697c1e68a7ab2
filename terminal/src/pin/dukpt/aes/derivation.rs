//! Derivation data and the derivation of a key (X9.24-3, 6.3.2 and 6.3.3).

use tapkernel::core::Secret;

use crate::cryptography::{AesKey, KeyLength};

/// What a derived key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum KeyUsage {
    /// Enciphers keys.
    KeyEncryption,
    /// Enciphers PIN blocks.
    PinEncryption,
    /// Makes MACs.
    MacGeneration,
    /// Checks MACs.
    MacVerification,
    /// Makes and checks MACs.
    MacBothWays,
    /// Enciphers data.
    DataEncryption,
    /// Deciphers data.
    DataDecryption,
    /// Enciphers and deciphers data.
    DataBothWays,
    /// Derives keys.
    KeyDerivation,
    /// Is the initial key of a device.
    InitialKey,
}

impl KeyUsage {
    const fn code(self) -> [u8; 2] {
        match self {
            Self::KeyEncryption => [0x00, 0x02],
            Self::PinEncryption => [0x10, 0x00],
            Self::MacGeneration => [0x20, 0x00],
            Self::MacVerification => [0x20, 0x01],
            Self::MacBothWays => [0x20, 0x02],
            Self::DataEncryption => [0x30, 0x00],
            Self::DataDecryption => [0x30, 0x01],
            Self::DataBothWays => [0x30, 0x02],
            Self::KeyDerivation => [0x80, 0x00],
            Self::InitialKey => [0x80, 0x01],
        }
    }
}

/// The algorithm of a derived key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WorkingKeyAlgorithm {
    /// Triple DES with two keys, 16 bytes.
    Tdea2,
    /// Triple DES with three keys, 24 bytes.
    Tdea3,
    /// AES.
    Aes(KeyLength),
}

impl WorkingKeyAlgorithm {
    const fn code(self) -> [u8; 2] {
        match self {
            Self::Tdea2 => [0, 0],
            Self::Tdea3 => [0, 1],
            Self::Aes(KeyLength::Aes128) => [0, 2],
            Self::Aes(KeyLength::Aes192) => [0, 3],
            Self::Aes(KeyLength::Aes256) => [0, 4],
        }
    }

    /// Length of the key in bytes.
    pub const fn bytes(self) -> u8 {
        match self {
            Self::Tdea2 | Self::Aes(KeyLength::Aes128) => 16,
            Self::Tdea3 | Self::Aes(KeyLength::Aes192) => 24,
            Self::Aes(KeyLength::Aes256) => 32,
        }
    }

    /// The shortest AES key as strong as it.
    pub(super) const fn strength(self) -> KeyLength {
        match self {
            Self::Tdea2 | Self::Tdea3 => KeyLength::Aes128,
            Self::Aes(length) => length,
        }
    }
}

/// Derives a key: one block, or two, of derivation data enciphered under `key`.
///
/// `who` is the Initial Key ID for the initial key, else Derivation ID and counter.
pub(super) fn derive(
    key: &AesKey,
    usage: KeyUsage,
    algorithm: WorkingKeyAlgorithm,
    who: [u8; 8],
) -> Secret<Vec<u8>> {
    let length = algorithm.bytes();
    let mut derived = Vec::with_capacity(32);
    for block in 1..=length.div_ceil(16) {
        derived.extend(key.encipher(derivation_data(block, usage, algorithm, who)));
    }
    derived.truncate(length.into());
    Secret::new(derived)
}

fn derivation_data(block: u8, usage: KeyUsage, algorithm: WorkingKeyAlgorithm, who: [u8; 8]) -> [u8; 16] {
    const VERSION: u8 = 1;
    let ([u, v], [s, t], [x, y]) =
        (usage.code(), algorithm.code(), (u16::from(algorithm.bytes()) * 8).to_be_bytes());
    let [a, b, c, d, e, f, g, h] = who;
    [VERSION, block, u, v, s, t, x, y, a, b, c, d, e, f, g, h]
}
