//! What a transaction key is used for: deriving the working keys (X9.24-3, 6.3.6).

use tapkernel::core::Secret;

use super::derivation::derive;
use super::{KeyTooLong, KeyUsage, WorkingKeyAlgorithm};
use crate::cryptography::{AesKey, KeyLength};

/// The key of one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionKey {
    key: AesKey,
    who: [u8; 8],
}

impl TransactionKey {
    pub(super) const fn new(key: AesKey, who: [u8; 8]) -> Self {
        Self { key, who }
    }

    /// The key itself. Secret, and used for nothing but derivation.
    pub const fn key(&self) -> &AesKey {
        &self.key
    }

    /// A working key of any algorithm.
    ///
    /// # Errors
    ///
    /// [`KeyTooLong`] if it would be stronger than the transaction key.
    pub fn working_key(
        &self,
        usage: KeyUsage,
        algorithm: WorkingKeyAlgorithm,
    ) -> Result<Secret<Vec<u8>>, KeyTooLong> {
        if algorithm.strength() > self.key.length() {
            return Err(KeyTooLong);
        }
        Ok(derive(&self.key, usage, algorithm, self.who))
    }

    /// A working key for AES.
    ///
    /// # Errors
    ///
    /// [`KeyTooLong`] if it would be longer than the transaction key.
    pub fn aes_key(&self, usage: KeyUsage, length: KeyLength) -> Result<AesKey, KeyTooLong> {
        let key = self.working_key(usage, WorkingKeyAlgorithm::Aes(length))?;
        AesKey::new(key.expose()).ok_or(KeyTooLong)
    }

    /// The key of the PIN block, as long as the transaction key.
    pub fn pin(&self) -> AesKey {
        self.aes_key(KeyUsage::PinEncryption, self.key.length()).unwrap_or_else(|_| self.key.clone())
    }
}
