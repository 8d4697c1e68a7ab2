//! Combined DDA/Application Cryptogram Generation (Book 2, 6.6).

use core::fmt;

use super::dynamic_data::IccDynamicData;
use super::signed_block::{HASH_LENGTH, check, sha1};
use super::{IccDynamicNumber, IccPublicKey, OdaReason, SignedDataFormat};
use crate::data::UnpredictableNumber;

/// What the terminal holds against the signature.
#[derive(Clone, Copy)]
pub struct CdaData<'a> {
    /// Unpredictable Number `9F37` of this transaction.
    pub unpredictable_number: UnpredictableNumber,
    /// Cryptogram Information Data `9F27`, as the response to GENERATE AC has it in clear.
    pub cryptogram_information_data: u8,
    /// What the Transaction Data Hash Code covers, part by part: the values of the PDOL, of CDOL1 and, in the
    /// second GENERATE AC, of CDOL2, as sent; then the data objects of the response, coded as received and in
    /// their order, without `9F4B`.
    pub transaction_data: &'a [&'a [u8]],
}

impl fmt::Debug for CdaData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CdaData({} parts)", self.transaction_data.len())
    }
}

/// The card signed its cryptogram together with the transaction data. Only [`verify`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CdaVerified {
    cryptogram_information_data: u8,
    application_cryptogram: [u8; 8],
    data: IccDynamicData,
}

impl CdaVerified {
    /// Cryptogram Information Data, `9F27`.
    pub const fn cryptogram_information_data(&self) -> u8 {
        self.cryptogram_information_data
    }

    /// Application Cryptogram, `9F26`.
    pub const fn application_cryptogram(&self) -> [u8; 8] {
        self.application_cryptogram
    }

    /// ICC Dynamic Number, `9F4C`.
    pub const fn icc_dynamic_number(&self) -> IccDynamicNumber {
        self.data.number()
    }

    /// The whole ICC Dynamic Data, from the length of the ICC Dynamic Number on.
    pub fn icc_dynamic_data(&self) -> &[u8] {
        self.data.as_bytes()
    }

    /// What the card signed after the Transaction Data Hash Code; Kernel 2 finds there the data of the relay
    /// resistance protocol (Book C-2).
    pub fn additional_data(&self) -> &[u8] {
        self.data.after_number().get(1 + 8 + HASH_LENGTH..).unwrap_or(&[])
    }
}

/// Verifies Signed Dynamic Application Data `9F4B` of a response to GENERATE AC.
///
/// # Errors
///
/// The first check that fails.
pub fn verify(icc: &IccPublicKey, signature: &[u8], data: &CdaData<'_>) -> Result<CdaVerified, OdaReason> {
    let challenge: &[&[u8]] = &[&data.unpredictable_number.0];
    let signed = IccDynamicData::recover(icc, signature, SignedDataFormat::Offline, challenge)?;
    let (&cid, rest) = signed.after_number().split_first().ok_or(OdaReason::CdaDataLength)?;
    let (&application_cryptogram, rest) = rest.split_first_chunk().ok_or(OdaReason::CdaDataLength)?;
    let (hash, _) = rest.split_first_chunk::<HASH_LENGTH>().ok_or(OdaReason::CdaDataLength)?;
    check(cid == data.cryptogram_information_data, OdaReason::CdaCryptogramInformationData)?;
    check(sha1(&[], data.transaction_data) == *hash, OdaReason::CdaTransactionDataHash)?;
    Ok(CdaVerified { cryptogram_information_data: cid, application_cryptogram, data: signed })
}
