//! The chain over the records.

use sha2::{Digest, Sha256};

use crate::journal::Sequence;

/// SHA-256.
pub(super) type Hash = [u8; 32];

/// What stands before the first record.
pub(super) const GENESIS: Head = Head { sequence: 0, hash: [0; 32] };

/// Tells this use of SHA-256 from all others.
const DOMAIN: &[u8] = b"tapkernel journal record 1\0";

/// The last record of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Its number; 0 for none.
    pub(super) sequence: Sequence,
    /// Its hash.
    pub(super) hash: Hash,
}

/// Takes in the columns of one record. Each column is a mark of its type, its length, its bytes: no two rows of values
/// give the same bytes.
pub(super) struct Link(Sha256);

impl Link {
    pub(super) fn after(previous: &Hash) -> Self {
        Self(Sha256::new().chain_update(DOMAIN).chain_update(previous))
    }

    pub(super) fn number(&mut self, value: Option<i64>) {
        match value {
            None => self.0.update([0]),
            Some(number) => {
                self.0.update([1]);
                self.0.update(number.to_be_bytes());
            }
        }
    }

    pub(super) fn text(&mut self, value: Option<&str>) {
        match value {
            None => self.0.update([0]),
            Some(text) => {
                self.0.update([2]);
                self.0.update((text.len() as u64).to_be_bytes());
                self.0.update(text);
            }
        }
    }

    /// A blob goes in as its own hash, so that whoever has an export without blobs can verify the chain too.
    pub(super) fn blob(&mut self, value: Option<&[u8]>) {
        match value {
            None => self.0.update([0]),
            Some(blob) => {
                self.0.update([3]);
                self.0.update(digest(blob));
            }
        }
    }

    pub(super) fn hash(self) -> Hash {
        self.0.finalize().into()
    }
}

/// SHA-256 of `bytes`.
pub(super) fn digest(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}
