//! From the base derivation key to the initial key, and on to the transaction keys.

use tapkernel::core::Secret;

use super::derivation::derive;
use super::{AesKsn, KeyUsage, TransactionKey, WorkingKeyAlgorithm};
use crate::cryptography::{AesKey, KeyLength};
use crate::pin::dukpt::counter::prefixes;

/// The counter that stands for the update of the initial key.
const UPDATE: u32 = u32::MAX;

/// The initial key of a device, from which all its transaction keys follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialKey {
    key: AesKey,
    id: [u8; 8],
}

/// A derived key cannot be stronger than the key it is derived from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a derived key cannot be longer than the key it is derived from")]
pub struct KeyTooLong;

impl InitialKey {
    /// Takes an initial key that was injected, with its Initial Key ID.
    pub const fn new(key: AesKey, id: [u8; 8]) -> Self {
        Self { key, id }
    }

    /// Derives the initial key of `length` for the device `id` from the base derivation key (X9.24-3, 6.3.4). The host's
    /// part.
    ///
    /// # Errors
    ///
    /// [`KeyTooLong`] if it would be longer than the base derivation key.
    pub fn derive(base_derivation_key: &AesKey, length: KeyLength, id: [u8; 8]) -> Result<Self, KeyTooLong> {
        if length > base_derivation_key.length() {
            return Err(KeyTooLong);
        }
        let key = derive(base_derivation_key, KeyUsage::InitialKey, WorkingKeyAlgorithm::Aes(length), id);
        Ok(Self { key: AesKey::new(key.expose()).ok_or(KeyTooLong)?, id })
    }

    /// The key itself. Secret.
    pub const fn key(&self) -> &AesKey {
        &self.key
    }

    /// The serial number before the first transaction.
    pub const fn serial_number(&self) -> AesKsn {
        let [a, b, c, d, e, f, g, h] = self.id;
        AesKsn::new([a, b, c, d, e, f, g, h, 0, 0, 0, 0])
    }

    /// The key of the transaction with this counter: one step for each one bit (X9.24-3, 6.3.5).
    pub fn transaction_key(&self, counter: u32) -> TransactionKey {
        let algorithm = WorkingKeyAlgorithm::Aes(self.key.length());
        let step = |key: AesKey, prefix| {
            let derived = derive(&key, KeyUsage::KeyDerivation, algorithm, self.who(prefix));
            // A derived key has the length of the one it comes from.
            AesKey::new(derived.expose()).unwrap_or(key)
        };
        TransactionKey::new(prefixes(counter).fold(self.key.clone(), step), self.who(counter))
    }

    /// The key under which a new initial key comes: that of a counter no transaction can have (X9.24-3, 6.5.4).
    ///
    /// # Errors
    ///
    /// [`KeyTooLong`] if it would be longer than the initial key.
    pub fn update_key(&self, algorithm: WorkingKeyAlgorithm) -> Result<Secret<Vec<u8>>, KeyTooLong> {
        self.transaction_key(UPDATE).working_key(KeyUsage::KeyEncryption, algorithm)
    }

    /// Derivation ID and counter.
    const fn who(&self, counter: u32) -> [u8; 8] {
        let ([_, _, _, _, a, b, c, d], [w, x, y, z]) = (self.id, counter.to_be_bytes());
        [a, b, c, d, w, x, y, z]
    }
}
