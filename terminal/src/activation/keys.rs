//! The keys that an app trusts.

use std::fmt;

use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

/// What a key may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyUse {
    /// Profiles in states Test and Certified.
    Test,
    /// Profiles in every state.
    Production,
}

/// A public key of an acquirer, built into the app.
#[derive(Clone, PartialEq, Eq)]
pub struct AcquirerKey {
    key: VerifyingKey,
    key_use: KeyUse,
}

/// Not a public key that could be trusted: not a point of the curve, or of small order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an Ed25519 public key, or a weak one")]
pub struct WeakKey;

impl AcquirerKey {
    /// The key with these 32 bytes (RFC 8032, 5.1.5).
    ///
    /// # Errors
    ///
    /// [`WeakKey`].
    pub fn new(bytes: [u8; 32], key_use: KeyUse) -> Result<Self, WeakKey> {
        let key = VerifyingKey::from_bytes(&bytes).map_err(|_| WeakKey)?;
        if key.is_weak() { Err(WeakKey) } else { Ok(Self { key, key_use }) }
    }

    /// What it may sign.
    pub const fn key_use(&self) -> KeyUse {
        self.key_use
    }

    /// The first eight bytes of SHA-256 over the key: how documents name it.
    pub fn name(&self) -> [u8; 8] {
        name(self.key.as_bytes())
    }

    pub(super) fn has_signed(&self, bytes: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(bytes, &Signature::from_bytes(signature)).is_ok()
    }
}

/// How documents name a key.
pub(super) fn name(key: &[u8; 32]) -> [u8; 8] {
    let digest: [u8; 32] = Sha256::digest(key).into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    [a, b, c, d, e, f, g, h]
}

impl fmt::Debug for AcquirerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AcquirerKey({}, {:?})", hex::encode_upper(self.name()), self.key_use)
    }
}

/// All keys of an acquirer: the one in use and the one that follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AcquirerKeys(Vec<AcquirerKey>);

impl AcquirerKeys {
    /// These keys. None at all activate nothing.
    pub fn new(keys: impl IntoIterator<Item = AcquirerKey>) -> Self {
        Self(keys.into_iter().collect())
    }

    pub(super) fn named(&self, name: [u8; 8]) -> Option<&AcquirerKey> {
        self.0.iter().find(|key| key.name() == name)
    }
}
