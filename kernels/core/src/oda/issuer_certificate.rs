//! The issuer's public key and its certificate (Book 2, 5.3 and 6.3).

use super::certified_key::{CertifiedKey, KeyFaults};
use super::rsa::RsaPublicKey;
use super::signed_block::{BlockFaults, BlockKind, SignedBlock, check};
use super::{CaPublicKey, CaPublicKeys, OdaReason, RevokedCertificate};
use crate::data::{Database, Date, Pan, tags};

/// What the card gives for the issuer's public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuerCertificate<'a> {
    /// Issuer Public Key Certificate `90`.
    pub certificate: &'a [u8],
    /// Issuer Public Key Remainder `92`.
    pub remainder: Option<&'a [u8]>,
    /// Issuer Public Key Exponent `9F32`.
    pub exponent: &'a [u8],
}

/// The issuer's public key, out of a certificate that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerPublicKey {
    key: RsaPublicKey,
}

impl IssuerPublicKey {
    /// The key.
    pub const fn key(&self) -> &RsaPublicKey {
        &self.key
    }
}

impl<'a> IssuerCertificate<'a> {
    /// The data objects that make it up, if the card gave those that it must.
    pub fn from_database(data: &'a Database) -> Option<Self> {
        let value = |tag| data.get(tag).filter(|value| !value.is_empty());
        Some(Self {
            certificate: value(tags::ISSUER_PUBLIC_KEY_CERTIFICATE)?,
            remainder: value(tags::ISSUER_PUBLIC_KEY_REMAINDER),
            exponent: value(tags::ISSUER_PUBLIC_KEY_EXPONENT)?,
        })
    }

    /// Recovers the key with `ca`, one of `keys`, for the card with this PAN on the transaction date.
    ///
    /// # Errors
    ///
    /// The first check that fails.
    pub fn recover(
        &self,
        ca: &CaPublicKey,
        keys: &CaPublicKeys,
        pan: &Pan,
        date: Date,
    ) -> Result<IssuerPublicKey, OdaReason> {
        let remainder = self.remainder.unwrap_or(&[]);
        let block = SignedBlock::recover(ca.key(), self.certificate, &KIND, &[remainder, self.exponent])?;
        let fields = Fields::split(block.body()).ok_or(OdaReason::IssuerCertificateLength)?;
        check(pan.begins_with(fields.identifier), OdaReason::IssuerIdentifierMismatch)?;
        let expiry = Date::end_of_month(fields.expiry).ok_or(OdaReason::IssuerCertificateDate)?;
        check(date <= expiry, OdaReason::IssuerCertificateExpired)?;
        let listed = RevokedCertificate { rid: ca.rid(), index: ca.index(), serial: fields.serial };
        check(!keys.is_revoked(listed), OdaReason::IssuerCertificateRevoked)?;
        let certified = CertifiedKey {
            algorithm: fields.algorithm,
            length: fields.length,
            exponent_length: fields.exponent_length,
            room: fields.room,
            remainder: self.remainder,
            exponent: self.exponent,
        };
        Ok(IssuerPublicKey { key: certified.check(ca.key(), &KEY_FAULTS)? })
    }
}

/// The fields of the recovered data (table 6), from the format to before the hash.
struct Fields<'a> {
    identifier: [u8; 4],
    expiry: [u8; 2],
    serial: [u8; 3],
    algorithm: u8,
    length: u8,
    exponent_length: u8,
    room: &'a [u8],
}

impl<'a> Fields<'a> {
    fn split(body: &'a [u8]) -> Option<Self> {
        let (&[_format, i0, i1, i2, i3, mm, yy, s0, s1, s2, _hash, algorithm, length, exponent_length], room) =
            body.split_first_chunk()?;
        Some(Self {
            identifier: [i0, i1, i2, i3],
            expiry: [mm, yy],
            serial: [s0, s1, s2],
            algorithm,
            length,
            exponent_length,
            room,
        })
    }
}

const KIND: BlockKind = BlockKind {
    format: 0x02,
    hash_algorithm_at: 10,
    faults: BlockFaults {
        length: OdaReason::IssuerCertificateLength,
        too_large: OdaReason::IssuerCertificateTooLarge,
        header: OdaReason::IssuerCertificateHeader,
        trailer: OdaReason::IssuerCertificateTrailer,
        format: OdaReason::IssuerCertificateFormat,
        hash_algorithm: OdaReason::IssuerCertificateHashAlgorithm,
        hash: OdaReason::IssuerCertificateHash,
    },
};

const KEY_FAULTS: KeyFaults = KeyFaults {
    algorithm: OdaReason::IssuerKeyAlgorithm,
    exponent_length: OdaReason::IssuerKeyExponentLength,
    exponent: OdaReason::IssuerKeyExponent,
    too_short: OdaReason::IssuerKeyTooShort,
    too_long: OdaReason::IssuerKeyTooLong,
    padding: OdaReason::IssuerKeyPadding,
    remainder_missing: OdaReason::IssuerKeyRemainderMissing,
    remainder_unexpected: OdaReason::IssuerKeyRemainderUnexpected,
    remainder_length: OdaReason::IssuerKeyRemainderLength,
    leading_zero: OdaReason::IssuerKeyLeadingZero,
    even: OdaReason::IssuerKeyEven,
};
