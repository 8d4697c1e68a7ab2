//! A vault with its key in a file.

use std::fmt;
use std::path::Path;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

use super::key_file;
use super::keys::Keys;
use super::{CardToken, OsRandomBytes, RandomBytes, Vault, VaultError};

/// A vault with one secret of 32 bytes in a file, for desktops, servers and laboratories.
///
/// AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits, and HMAC-SHA-256 for tokens, each with a key of its own
/// that HKDF makes of the secret. One secret may seal 2^32 times: 136 years of one a second.
///
/// A blob is `01`, four bytes that name the key, the nonce (12), the enciphered data, the tag (16). Context and the first
/// five bytes are authenticated.
pub struct KeyFileVault<R = OsRandomBytes> {
    keys: Keys,
    random: R,
}

const FORM: u8 = 1;
const NONCE: usize = 12;

impl KeyFileVault {
    /// The vault of the key in the file at `path`.
    ///
    /// # Errors
    ///
    /// [`VaultError::Missing`] if there is no file, [`VaultError::Exposed`] if others than its owner may use it,
    /// [`VaultError::NotAKey`], [`VaultError::Unavailable`].
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        Ok(Self::from_secret(&key_file::read(path)?, OsRandomBytes))
    }

    /// Makes a key and keeps it in a new file at `path`, which its owner alone can read. A power cut leaves a whole key
    /// there or no file.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if there is a file, [`VaultError::Unavailable`] if it cannot be written,
    /// [`VaultError::Random`].
    pub fn create(path: &Path) -> Result<Self, VaultError> {
        Ok(Self::from_secret(&key_file::create(path, &OsRandomBytes)?, OsRandomBytes))
    }

    /// [`KeyFileVault::open`], or [`KeyFileVault::create`] where there is no file. For a new journal only: with an old one
    /// a missing key is a loss that a new key would hide.
    ///
    /// # Errors
    ///
    /// As those.
    pub fn open_or_create(path: &Path) -> Result<Self, VaultError> {
        let opened = match Self::open(path) {
            Err(VaultError::Missing) => Self::create(path),
            other => other,
        };
        match opened {
            // Another process was faster.
            Err(VaultError::Exists) => Self::open(path),
            other => other,
        }
    }
}

impl<R: RandomBytes> KeyFileVault<R> {
    /// The vault of a secret that was kept elsewhere, with nonces from `random`. A source that gives the same bytes again
    /// breaks the cipher: a scripted one is for tests.
    pub fn from_secret(secret: &Secret<[u8; 32]>, random: R) -> Self {
        Self { keys: Keys::of(secret), random }
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(self.keys.seal().into())
    }

    fn header(&self) -> [u8; 5] {
        let [a, b, c, d] = self.keys.name();
        [FORM, a, b, c, d]
    }

    /// The header has a fixed length, so that no context can be read as another one.
    fn authenticated(&self, context: &[u8]) -> Vec<u8> {
        [self.header().as_slice(), context].concat()
    }
}

impl<R: RandomBytes> Vault for KeyFileVault<R> {
    fn seal(&self, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE];
        self.random.fill(&mut nonce)?;
        let payload = Payload { msg: plain, aad: &self.authenticated(context) };
        let enciphered = self.cipher().encrypt(&nonce.into(), payload).map_err(|_| VaultError::TooLong)?;
        Ok([self.header().as_slice(), &nonce, &enciphered].concat())
    }

    fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Secret<Vec<u8>>, VaultError> {
        let (&[form, ref name @ ..], rest) = sealed.split_first_chunk::<5>().ok_or(VaultError::Forged)?;
        if form != FORM {
            return Err(VaultError::UnknownForm);
        }
        if *name != self.keys.name() {
            return Err(VaultError::OtherKey);
        }
        let (nonce, enciphered) = rest.split_first_chunk::<NONCE>().ok_or(VaultError::Forged)?;
        let payload = Payload { msg: enciphered, aad: &self.authenticated(context) };
        self.cipher().decrypt(nonce.into(), payload).map(Secret::new).map_err(|_| VaultError::Forged)
    }

    fn token(&self, pan: &Pan) -> Result<CardToken, VaultError> {
        Ok(self.keys.token(pan))
    }
}

impl<R> fmt::Debug for KeyFileVault<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyFileVault(..)")
    }
}
