//! One certification authority public key.

use sha1::{Digest, Sha1};

use super::rsa::{PublicExponent, RsaKeyError, RsaPublicKey};
use crate::data::{Date, Rid};

/// A certification authority public key: the trust anchor that a card names by its RID and the CA Public Key
/// Index `8F` (Book 2, 11.2.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaPublicKey {
    rid: Rid,
    index: u8,
    key: RsaPublicKey,
    expiry: Option<Date>,
}

impl CaPublicKey {
    /// Takes a key whose `checksum` is the SHA-1 of RID, index, modulus and exponent.
    ///
    /// `modulus` is most significant byte first, 64 to 248 bytes; `exponent` is `03` or `010001`. After the day
    /// `expiry` the key is not used; without one it does not expire.
    ///
    /// # Errors
    ///
    /// [`CaKeyError`] if the checksum does not match or the key is none that EMV allows.
    pub fn new(
        rid: Rid,
        index: u8,
        modulus: &[u8],
        exponent: &[u8],
        expiry: Option<Date>,
        checksum: [u8; 20],
    ) -> Result<Self, CaKeyError> {
        if Self::checksum(rid, index, modulus, exponent) != checksum {
            return Err(CaKeyError::Checksum);
        }
        let exponent = PublicExponent::from_bytes(exponent).ok_or(CaKeyError::Exponent)?;
        let key = RsaPublicKey::new(modulus, exponent)?;
        Ok(Self { rid, index, key, expiry })
    }

    /// The checksum that a key is published with: SHA-1 of RID, index, modulus and exponent.
    pub fn checksum(rid: Rid, index: u8, modulus: &[u8], exponent: &[u8]) -> [u8; 20] {
        let hash = Sha1::new().chain_update(rid.0).chain_update([index]);
        hash.chain_update(modulus).chain_update(exponent).finalize().into()
    }

    /// Whose key it is.
    pub const fn rid(&self) -> Rid {
        self.rid
    }

    /// Certification Authority Public Key Index, `8F` on the card and `9F22` on the terminal.
    pub const fn index(&self) -> u8 {
        self.index
    }

    /// The key.
    pub const fn key(&self) -> &RsaPublicKey {
        &self.key
    }

    /// The last day on which it is used.
    pub const fn expiry(&self) -> Option<Date> {
        self.expiry
    }

    /// Whether it is past its expiry on the day `on`.
    pub fn is_expired(&self, on: Date) -> bool {
        self.expiry.is_some_and(|expiry| expiry < on)
    }
}

/// Why a CA public key is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaKeyError {
    /// It does not have the checksum that came with it.
    #[error("checksum does not match RID, index, modulus and exponent")]
    Checksum,
    /// The exponent is not `03` or `010001`.
    #[error("exponent is neither 03 nor 010001")]
    Exponent,
    /// The modulus is none that EMV allows.
    #[error(transparent)]
    Modulus(#[from] RsaKeyError),
}
