//! The acquirer's side.

use std::fmt;
use std::time::Duration;

use ed25519_dalek::{Signer, SigningKey};
use tapkernel::core::Secret;

use super::keys;
use super::signed_profile::Content;
use super::{AcquirerKey, ActivationCode, KeyUse, ProfileState, SignedProfile, WeakKey};

/// A private key of an acquirer. At the acquirer it lives in a security module; this one is for its tools, simulators and
/// tests, and never in an app. Wiped when dropped.
pub struct AcquirerSigningKey(SigningKey);

/// What is to be signed.
#[derive(Clone, Copy, Debug)]
pub struct ToSign<'a> {
    /// Greater than that of the terminal's last document.
    pub serial: u64,
    /// The state that it gives.
    pub state: ProfileState,
    /// For which terminal; that of the profile.
    pub terminal_id: &'a str,
    /// From when on it may be activated, since 1970. Whole seconds count.
    pub not_before: Duration,
    /// The code it is bound to and a random salt; `None` for an update.
    pub code: Option<(&'a ActivationCode, [u8; 16])>,
    /// The profile in JSON. It is checked where it is activated.
    pub profile: &'a str,
}

/// Why something is not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The value of this field cannot be.
    #[error("{0}: not a possible value")]
    Field(&'static str),
    /// The document would be longer than 1 MiB.
    #[error("the document is longer than 1 MiB")]
    TooLong,
    /// There is not enough memory for the digest of the code.
    #[error("the digest of the code cannot be computed")]
    Digest,
}

impl AcquirerSigningKey {
    /// The key with this secret, 32 random bytes (RFC 8032, 5.1.5).
    pub fn new(secret: &Secret<[u8; 32]>) -> Self {
        Self(SigningKey::from_bytes(secret.expose()))
    }

    /// Its public half, for the app.
    ///
    /// # Errors
    ///
    /// [`WeakKey`]: never for a secret that is random.
    pub fn public(&self, key_use: KeyUse) -> Result<AcquirerKey, WeakKey> {
        AcquirerKey::new(self.0.verifying_key().to_bytes(), key_use)
    }

    /// Signs a profile.
    ///
    /// # Errors
    ///
    /// [`SigningError`].
    pub fn sign(&self, wanted: &ToSign<'_>) -> Result<SignedProfile, SigningError> {
        let code = match wanted.code {
            None => None,
            Some((code, salt)) => Some(code.bound(salt).ok_or(SigningError::Digest)?),
        };
        let content = Content {
            serial: wanted.serial,
            state: wanted.state,
            terminal_id: wanted.terminal_id.to_owned(),
            not_before: Duration::from_secs(wanted.not_before.as_secs()),
            code,
            profile: wanted.profile.to_owned(),
        };
        if let Some(field) = content.fault() {
            return Err(SigningError::Field(field));
        }
        let signature = self.0.sign(&content.signed_bytes()).to_bytes();
        let key = keys::name(self.0.verifying_key().as_bytes());
        let signed = SignedProfile { content, key, signature };
        if signed.to_json().len() > SignedProfile::MAX_LENGTH {
            Err(SigningError::TooLong)
        } else {
            Ok(signed)
        }
    }
}

impl fmt::Debug for AcquirerSigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AcquirerSigningKey(..)")
    }
}
