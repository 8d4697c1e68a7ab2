//! The certification authority public keys of a profile.

use alloc::vec::Vec;

use super::CaPublicKey;
use crate::data::Rid;

/// The CA public keys of a profile and the issuer certificates that must not be trusted under them
/// (Book 2, 5.1 and 5.2; Book 4, 10.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaPublicKeys {
    /// Ascending by RID and index.
    keys: Vec<CaPublicKey>,
    /// Ascending.
    revoked: Vec<RevokedCertificate>,
}

/// An entry of the certification revocation list (Book 2, 5.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RevokedCertificate {
    /// Whose CA key signed the issuer certificate.
    pub rid: Rid,
    /// Index of that CA key.
    pub index: u8,
    /// Certificate serial number.
    pub serial: [u8; 3],
}

impl CaPublicKeys {
    /// Takes the keys and the revocation list.
    ///
    /// # Errors
    ///
    /// [`RepeatedCaKey`] if two keys have the same RID and index.
    pub fn new(
        mut keys: Vec<CaPublicKey>,
        mut revoked: Vec<RevokedCertificate>,
    ) -> Result<Self, RepeatedCaKey> {
        keys.sort_by_key(|key| (key.rid(), key.index()));
        for pair in keys.windows(2) {
            if let [a, b] = pair {
                if (a.rid(), a.index()) == (b.rid(), b.index()) {
                    return Err(RepeatedCaKey { rid: a.rid(), index: a.index() });
                }
            }
        }
        revoked.sort_unstable();
        Ok(Self { keys, revoked })
    }

    /// The key of `rid` with this index.
    pub fn find(&self, rid: Rid, index: u8) -> Option<&CaPublicKey> {
        let at = self.keys.binary_search_by_key(&(rid, index), |key| (key.rid(), key.index())).ok()?;
        self.keys.get(at)
    }

    /// Whether the issuer certificate with this serial number is revoked.
    pub fn is_revoked(&self, certificate: RevokedCertificate) -> bool {
        self.revoked.binary_search(&certificate).is_ok()
    }

    /// All keys, ascending by RID and index.
    pub fn iter(&self) -> impl Iterator<Item = &CaPublicKey> {
        self.keys.iter()
    }
}

/// Two CA public keys under one RID and index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("CA public key {rid} index {index:02X} is there twice")]
pub struct RepeatedCaKey {
    /// RID of both.
    pub rid: Rid,
    /// Index of both.
    pub index: u8,
}
