//! Signed Dynamic Application Data, as DDA, CDA and fDDA have them in common (Book 2, tables 17 and 22).

use super::rsa::MOST_BYTES;
use super::signed_block::{BlockFaults, BlockKind, PADDING, SignedBlock, check};
use super::{IccPublicKey, OdaReason, SignedDataFormat};

/// Room for the ICC Dynamic Data in the longest signature.
const MOST_DATA: usize = MOST_BYTES - 25;

/// ICC Dynamic Number `9F4C`: 2 to 8 bytes that the card made for this signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IccDynamicNumber {
    bytes: [u8; 8],
    len: usize,
}

impl IccDynamicNumber {
    fn new(number: &[u8]) -> Option<Self> {
        let mut bytes = [0; 8];
        bytes.get_mut(..number.len()).filter(|room| room.len() >= 2)?.copy_from_slice(number);
        Some(Self { bytes, len: number.len() })
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at_checked(self.len).map_or(&[], |(number, _)| number)
    }
}

/// ICC Dynamic Data out of a signature that holds: the ICC Dynamic Number with its length, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IccDynamicData {
    bytes: [u8; MOST_DATA],
    len: usize,
    number: IccDynamicNumber,
}

impl IccDynamicData {
    /// Recovers Signed Dynamic Application Data `9F4B`, whose hash covers `hashed` after the recovered data.
    pub(super) fn recover(
        icc: &IccPublicKey,
        signature: &[u8],
        format: SignedDataFormat,
        hashed: &[&[u8]],
    ) -> Result<Self, OdaReason> {
        let block = SignedBlock::recover(icc.key(), signature, kind(format), hashed)?;
        let (&[_format, _hash, length], rest) =
            block.body().split_first_chunk().ok_or(OdaReason::SdadLength)?;
        let (data, padding) = rest.split_at_checked(usize::from(length)).ok_or(OdaReason::SdadDataLength)?;
        check(padding.iter().all(|&byte| byte == PADDING), OdaReason::SdadPadding)?;
        Self::new(data)
    }

    fn new(data: &[u8]) -> Result<Self, OdaReason> {
        let number = data.split_first().and_then(|(&length, rest)| rest.get(..usize::from(length)));
        let number = number.and_then(IccDynamicNumber::new).ok_or(OdaReason::IccDynamicNumber)?;
        let mut bytes = [0; MOST_DATA];
        bytes.get_mut(..data.len()).ok_or(OdaReason::SdadDataLength)?.copy_from_slice(data);
        Ok(Self { bytes, len: data.len(), number })
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at_checked(self.len).map_or(&[], |(data, _)| data)
    }

    pub(super) const fn number(&self) -> IccDynamicNumber {
        self.number
    }

    /// What follows the ICC Dynamic Number.
    pub(super) fn after_number(&self) -> &[u8] {
        self.as_bytes().get(1 + self.number.len..).unwrap_or(&[])
    }
}

const fn kind(format: SignedDataFormat) -> &'static BlockKind {
    match format {
        SignedDataFormat::Offline => &BlockKind { format: 0x05, ..KIND },
        SignedDataFormat::OdaForOnline => &BlockKind { format: 0x95, ..KIND },
    }
}

const KIND: BlockKind = BlockKind {
    format: 0x05,
    hash_algorithm_at: 1,
    faults: BlockFaults {
        length: OdaReason::SdadLength,
        too_large: OdaReason::SdadTooLarge,
        header: OdaReason::SdadHeader,
        trailer: OdaReason::SdadTrailer,
        format: OdaReason::SdadFormat,
        hash_algorithm: OdaReason::SdadHashAlgorithm,
        hash: OdaReason::SdadHash,
    },
};
