//! Fast Dynamic Data Authentication (Book C-3, 5.6).

use super::dynamic_data::IccDynamicData;
use super::{IccDynamicNumber, IccPublicKey, OdaReason, SignedDataFormat};
use crate::data::{Amount, Currency, UnpredictableNumber};

/// The only fDDA version that is taken.
const VERSION: u8 = 0x01;

/// What the signature covers besides its own data.
#[derive(Clone, Copy)]
pub struct FddaData<'a> {
    /// Unpredictable Number `9F37` of this transaction.
    pub unpredictable_number: UnpredictableNumber,
    /// Amount, Authorised `9F02`.
    pub amount: Amount,
    /// Transaction Currency Code `5F2A`.
    pub currency: Currency,
    /// Card Authentication Related Data `9F69`, 5 to 16 bytes: fDDA version, card Unpredictable Number, and from
    /// byte 6 a copy of the Card Transaction Qualifiers.
    pub card_authentication_related_data: &'a [u8],
}

/// The card signed the transaction and its own Card Authentication Related Data. Only [`verify`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FddaVerified {
    icc_dynamic_number: IccDynamicNumber,
    format: SignedDataFormat,
}

impl FddaVerified {
    /// ICC Dynamic Number, `9F4C`.
    pub const fn icc_dynamic_number(&self) -> IccDynamicNumber {
        self.icc_dynamic_number
    }

    /// For which purpose the card signed.
    pub const fn format(&self) -> SignedDataFormat {
        self.format
    }
}

/// Verifies Signed Dynamic Application Data `9F4B` of a response to GET PROCESSING OPTIONS.
///
/// `format` is what the cryptogram calls for: [`SignedDataFormat::Offline`] with a TC,
/// [`SignedDataFormat::OdaForOnline`] with an ARQC.
///
/// # Errors
///
/// The first check that fails.
pub fn verify(
    icc: &IccPublicKey,
    signature: &[u8],
    format: SignedDataFormat,
    data: &FddaData<'_>,
) -> Result<FddaVerified, OdaReason> {
    let related = data.card_authentication_related_data;
    if !(5..=16).contains(&related.len()) {
        return Err(OdaReason::FddaAuthenticationDataLength);
    }
    if related.first() != Some(&VERSION) {
        return Err(OdaReason::FddaVersion);
    }
    let hashed: &[&[u8]] =
        &[&data.unpredictable_number.0, &data.amount.encode(), &data.currency.encode_code(), related];
    let signed = IccDynamicData::recover(icc, signature, format, hashed)?;
    Ok(FddaVerified { icc_dynamic_number: signed.number(), format })
}
