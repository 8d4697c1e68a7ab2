//! Static Data Authentication (Book 2, 5.4).

use super::signed_block::{BlockFaults, BlockKind, PADDING, SignedBlock, check};
use super::{IssuerPublicKey, OdaReason, SignedDataFormat, StaticDataToBeAuthenticated};

/// The issuer signed the card's static data. Only [`verify`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SdaVerified {
    data_authentication_code: [u8; 2],
}

impl SdaVerified {
    /// Data Authentication Code, `9F45`.
    pub const fn data_authentication_code(&self) -> [u8; 2] {
        self.data_authentication_code
    }
}

/// Verifies Signed Static Application Data `93`.
///
/// # Errors
///
/// The first check that fails.
pub fn verify(
    issuer: &IssuerPublicKey,
    signature: &[u8],
    format: SignedDataFormat,
    static_data: &StaticDataToBeAuthenticated,
) -> Result<SdaVerified, OdaReason> {
    let kind = BlockKind {
        format: match format {
            SignedDataFormat::Offline => 0x03,
            SignedDataFormat::OdaForOnline => 0x93,
        },
        ..KIND
    };
    let block = SignedBlock::recover(issuer.key(), signature, &kind, &[static_data.as_bytes()])?;
    let (&[_format, _hash, code_1, code_2], padding) =
        block.body().split_first_chunk().ok_or(OdaReason::SsadLength)?;
    check(padding.iter().all(|&byte| byte == PADDING), OdaReason::SsadPadding)?;
    Ok(SdaVerified { data_authentication_code: [code_1, code_2] })
}

const KIND: BlockKind = BlockKind {
    format: 0x03,
    hash_algorithm_at: 1,
    faults: BlockFaults {
        length: OdaReason::SsadLength,
        too_large: OdaReason::SsadTooLarge,
        header: OdaReason::SsadHeader,
        trailer: OdaReason::SsadTrailer,
        format: OdaReason::SsadFormat,
        hash_algorithm: OdaReason::SsadHashAlgorithm,
        hash: OdaReason::SsadHash,
    },
};
