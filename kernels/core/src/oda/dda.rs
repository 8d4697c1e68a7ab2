//! Dynamic Data Authentication (Book 2, 6.5).

use super::dynamic_data::IccDynamicData;
use super::{IccDynamicNumber, IccPublicKey, OdaReason, SignedDataFormat};

/// The card that holds the private key signed the terminal's challenge. Only [`verify`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DdaVerified {
    icc_dynamic_number: IccDynamicNumber,
}

impl DdaVerified {
    /// ICC Dynamic Number, `9F4C`.
    pub const fn icc_dynamic_number(&self) -> IccDynamicNumber {
        self.icc_dynamic_number
    }
}

/// Verifies Signed Dynamic Application Data `9F4B`, the answer to INTERNAL AUTHENTICATE with the values that the
/// DDOL names (`ddol_data`, as sent).
///
/// # Errors
///
/// The first check that fails.
pub fn verify(icc: &IccPublicKey, signature: &[u8], ddol_data: &[u8]) -> Result<DdaVerified, OdaReason> {
    let data = IccDynamicData::recover(icc, signature, SignedDataFormat::Offline, &[ddol_data])?;
    Ok(DdaVerified { icc_dynamic_number: data.number() })
}
