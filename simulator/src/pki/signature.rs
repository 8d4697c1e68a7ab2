//! Signatures with message recovery (EMV 4.4 Book 2, Annex A2.1).

use sha1::{Digest, Sha1};

use super::PrivateKey;

/// Signed Data Format of Signed Dynamic Application Data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedDataFormat {
    /// 05: dynamic signature (Book 2, 6.5.2).
    Dynamic,
    /// 95: the same beside an ARQC, for offline data authentication of online transactions (Kernel 3).
    DynamicForOnline,
}

/// Signed Dynamic Application Data `9F4B` over `icc_dynamic_data` and `terminal_data` (Book 2, 6.5.2).
///
/// `icc_dynamic_data` can be recovered from the signature, `terminal_data` is only hashed.
pub fn signed_dynamic_application_data(
    key: &PrivateKey,
    format: SignedDataFormat,
    icc_dynamic_data: &[u8],
    terminal_data: &[u8],
) -> Vec<u8> {
    let format = match format {
        SignedDataFormat::Dynamic => 0x05,
        SignedDataFormat::DynamicForOnline => 0x95,
    };
    let length = u8::try_from(icc_dynamic_data.len()).unwrap_or(u8::MAX);
    sign_with_recovery(key, &[&[format, SHA_1, length], icc_dynamic_data].concat(), terminal_data)
}

/// Hash Algorithm Indicator of SHA-1 (Book 2, B2.1).
pub(super) const SHA_1: u8 = 0x01;

/// Header, `recoverable` filled with BB, hash, trailer, raised to the private exponent. The hash covers the filled
/// part and then `hashed_only`.
pub(super) fn sign_with_recovery(key: &PrivateKey, recoverable: &[u8], hashed_only: &[u8]) -> Vec<u8> {
    let mut filled = recoverable.to_vec();
    filled.resize(key.len().saturating_sub(22), 0xBB);
    let hash = Sha1::new().chain_update(&filled).chain_update(hashed_only).finalize();
    key.sign(&[&[0x6A], filled.as_slice(), hash.as_slice(), &[0xBC]].concat())
}
