//! What all recovered data have in common (Book 2, tables 6, 7, 13, 14, 17, 22).

use sha1::{Digest, Sha1};

use super::OdaReason;
use super::rsa::{Recovered, RsaInputError, RsaPublicKey};

/// Header, trailer, hash algorithm and padding of recovered data.
const HEADER: u8 = 0x6A;
const TRAILER: u8 = 0xBC;
const SHA_1: u8 = 0x01;
pub(super) const PADDING: u8 = 0xBB;

/// Bytes of a SHA-1 hash.
pub(super) const HASH_LENGTH: usize = 20;

/// The purpose of a card's signature, coded in its Signed Data Format.
///
/// One that was made for the one purpose is never good for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignedDataFormat {
    /// 03 in Signed Static and 05 in Signed Dynamic Application Data: Book 2, and Visa's offline transactions.
    Offline,
    /// 93 and 95: Visa's offline data authentication for online authorisations (Book C-3, 5.6).
    OdaForOnline,
}

/// What distinguishes one kind of recovered data: its format and the words for its faults.
pub(super) struct BlockKind {
    pub(super) format: u8,
    /// Where the hash algorithm stands in the body.
    pub(super) hash_algorithm_at: usize,
    pub(super) faults: BlockFaults,
}

pub(super) struct BlockFaults {
    pub(super) length: OdaReason,
    pub(super) too_large: OdaReason,
    pub(super) header: OdaReason,
    pub(super) trailer: OdaReason,
    pub(super) format: OdaReason,
    pub(super) hash_algorithm: OdaReason,
    pub(super) hash: OdaReason,
}

/// Recovered data whose hash is right.
pub(super) struct SignedBlock(Recovered);

impl SignedBlock {
    /// Recovers `signature` with `key`; header, trailer, format, hash algorithm and the hash over the body and
    /// `hashed` after it are right.
    pub(super) fn recover(
        key: &RsaPublicKey,
        signature: &[u8],
        kind: &BlockKind,
        hashed: &[&[u8]],
    ) -> Result<Self, OdaReason> {
        let faults = &kind.faults;
        let recovered = key.recover(signature).map_err(|error| match error {
            RsaInputError::Length => faults.length,
            RsaInputError::NotBelowModulus => faults.too_large,
        })?;
        let (&header, rest) = recovered.as_bytes().split_first().ok_or(faults.length)?;
        let (&trailer, rest) = rest.split_last().ok_or(faults.length)?;
        let (body, hash) = rest.split_last_chunk::<HASH_LENGTH>().ok_or(faults.length)?;
        check(header == HEADER, faults.header)?;
        check(trailer == TRAILER, faults.trailer)?;
        check(body.first() == Some(&kind.format), faults.format)?;
        check(body.get(kind.hash_algorithm_at) == Some(&SHA_1), faults.hash_algorithm)?;
        check(sha1(body, hashed) == *hash, faults.hash)?;
        Ok(Self(recovered))
    }

    /// The data between header and hash: what the hash covers, the format first.
    pub(super) fn body(&self) -> &[u8] {
        let bytes = self.0.as_bytes();
        bytes.get(1..bytes.len().saturating_sub(HASH_LENGTH + 1)).unwrap_or(&[])
    }
}

/// SHA-1 over `first` and the `rest` in order.
pub(super) fn sha1(first: &[u8], rest: &[&[u8]]) -> [u8; HASH_LENGTH] {
    let mut hash = Sha1::new_with_prefix(first);
    rest.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// `Ok` if `holds`.
pub(super) fn check(holds: bool, reason: OdaReason) -> Result<(), OdaReason> {
    if holds { Ok(()) } else { Err(reason) }
}
