//! The keys of a vault, from one secret.

use std::fmt;

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tapkernel::core::Secret;
use tapkernel::core::data::Pan;

use super::CardToken;

/// What each key is for; no key does the work of another (NIST SP 800-57 Part 1, 5.2).
const SEAL: &[u8] = b"tapkernel vault 1: seal";
const TOKEN: &[u8] = b"tapkernel vault 1: card token";
const NAME: &[u8] = b"tapkernel vault 1: name of the key";

/// The keys that HKDF with SHA-256 (RFC 5869; no salt) makes of the secret.
pub(super) struct Keys {
    seal: Secret<[u8; 32]>,
    /// As long as a block of SHA-256.
    token: Secret<[u8; 64]>,
    name: [u8; 4],
}

impl Keys {
    pub(super) fn of(secret: &Secret<[u8; 32]>) -> Self {
        let prf = Hkdf::<Sha256>::new(None, secret.expose());
        Self {
            seal: Secret::new(derived(&prf, SEAL)),
            token: Secret::new(derived(&prf, TOKEN)),
            name: derived(&prf, NAME),
        }
    }

    /// The key that seals. Secret.
    pub(super) const fn seal(&self) -> &[u8; 32] {
        self.seal.expose()
    }

    /// Tells keys apart and says nothing about them.
    pub(super) const fn name(&self) -> [u8; 4] {
        self.name
    }

    /// HMAC with SHA-256 over the number as coded (cn, filled with one `F` where the count is odd); its first 16 bytes.
    pub(super) fn token(&self, pan: &Pan) -> CardToken {
        let mac = Hmac::<Sha256>::new(self.token.expose().into()).chain_update(pan.as_bytes()).finalize();
        let mut token = [0; 16];
        token.iter_mut().zip(mac.into_bytes()).for_each(|(to, byte)| *to = byte);
        CardToken(token)
    }
}

fn derived<const N: usize>(prf: &Hkdf<Sha256>, purpose: &[u8]) -> [u8; N] {
    let mut key = [0; N];
    // Fails above 255 blocks of 32 bytes only.
    let _ = prf.expand(purpose, &mut key);
    key
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(..)")
    }
}
