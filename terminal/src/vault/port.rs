//! The port.

use std::sync::Arc;

use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

use super::{CardToken, VaultError};

/// Port: seals what recovery needs; makes tokens for same-card checks.
pub trait Vault {
    /// Enciphers `plain` and authenticates it together with `context`, which is not in the result: what the blob is for,
    /// and which record it belongs to. So that no blob can be put into the place of another one.
    ///
    /// The result is longer than `plain` by a constant; it shows nothing else of it.
    ///
    /// # Errors
    ///
    /// [`VaultError`]: no key, no randomness.
    fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError>;

    /// Opens what [`Vault::seal`] made with the same `context`.
    ///
    /// # Errors
    ///
    /// [`VaultError::Forged`] if one bit of it or of `context` is another one; nothing of the content is then shown.
    /// [`VaultError::OtherKey`] if another key sealed it.
    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Secret<Vec<u8>>, VaultError>;

    /// The token of an account number, and of nothing else: equal for the same card, and nobody without the key learns
    /// the number from it.
    ///
    /// # Errors
    ///
    /// [`VaultError`]: no key.
    fn token(&self, pan: &Pan) -> Result<CardToken, VaultError>;
}

/// A vault behind a pointer is a vault.
macro_rules! pointers {
    ($($pointer:ty),*) => {$(
        impl<V: Vault + ?Sized> Vault for $pointer {
            fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
                (**self).seal(context, plain)
            }

            fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Secret<Vec<u8>>, VaultError> {
                (**self).open(context, sealed)
            }

            fn token(&self, pan: &Pan) -> Result<CardToken, VaultError> {
                (**self).token(pan)
            }
        }
    )*};
}

pointers!(&V, Box<V>, Arc<V>);
