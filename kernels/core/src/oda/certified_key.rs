//! The public key inside a certificate: what issuer and ICC certificates have in common.

use super::OdaReason;
use super::rsa::{PublicExponent, RsaKeyError, RsaPublicKey};
use super::signed_block::{PADDING, check};

const RSA: u8 = 0x01;

/// The key as certificate, remainder and exponent give it.
pub(super) struct CertifiedKey<'a> {
    pub(super) algorithm: u8,
    pub(super) length: u8,
    pub(super) exponent_length: u8,
    /// The room in the certificate: the whole modulus and padding, or its leftmost bytes.
    pub(super) room: &'a [u8],
    /// `92` or `9F48`.
    pub(super) remainder: Option<&'a [u8]>,
    /// `9F32` or `9F47`.
    pub(super) exponent: &'a [u8],
}

pub(super) struct KeyFaults {
    pub(super) algorithm: OdaReason,
    pub(super) exponent_length: OdaReason,
    pub(super) exponent: OdaReason,
    pub(super) too_short: OdaReason,
    pub(super) too_long: OdaReason,
    pub(super) padding: OdaReason,
    pub(super) remainder_missing: OdaReason,
    pub(super) remainder_unexpected: OdaReason,
    pub(super) remainder_length: OdaReason,
    pub(super) leading_zero: OdaReason,
    pub(super) even: OdaReason,
}

impl CertifiedKey<'_> {
    /// The key, no longer than that of its `signer`.
    pub(super) fn check(&self, signer: &RsaPublicKey, faults: &KeyFaults) -> Result<RsaPublicKey, OdaReason> {
        check(self.algorithm == RSA, faults.algorithm)?;
        check(usize::from(self.exponent_length) == self.exponent.len(), faults.exponent_length)?;
        let exponent = PublicExponent::from_bytes(self.exponent).ok_or(faults.exponent)?;
        let length = usize::from(self.length);
        check(length <= signer.modulus().len(), faults.too_long)?;
        let mut modulus = [0; u8::MAX as usize];
        let modulus = modulus.get_mut(..length).ok_or(faults.too_long)?;
        self.assemble(modulus, faults)?;
        RsaPublicKey::new(modulus, exponent).map_err(|error| match error {
            RsaKeyError::TooShort => faults.too_short,
            RsaKeyError::TooLong => faults.too_long,
            RsaKeyError::LeadingZero => faults.leading_zero,
            RsaKeyError::Even => faults.even,
        })
    }

    /// Fills `modulus` from the certificate and, exactly when it has no room for all, the remainder.
    fn assemble(&self, modulus: &mut [u8], faults: &KeyFaults) -> Result<(), OdaReason> {
        let Some((leftmost, missing)) = modulus.split_at_mut_checked(self.room.len()) else {
            check(self.remainder.is_none(), faults.remainder_unexpected)?;
            let (key, padding) = self.room.split_at_checked(modulus.len()).ok_or(faults.too_long)?;
            check(padding.iter().all(|&byte| byte == PADDING), faults.padding)?;
            modulus.copy_from_slice(key);
            return Ok(());
        };
        leftmost.copy_from_slice(self.room);
        if missing.is_empty() {
            return check(self.remainder.is_none(), faults.remainder_unexpected);
        }
        let remainder = self.remainder.ok_or(faults.remainder_missing)?;
        check(remainder.len() == missing.len(), faults.remainder_length)?;
        missing.copy_from_slice(remainder);
        Ok(())
    }
}
