//! The card's public key and its certificate (Book 2, 6.4).

use core::fmt;

use super::certified_key::{CertifiedKey, KeyFaults};
use super::rsa::RsaPublicKey;
use super::signed_block::{BlockFaults, BlockKind, SignedBlock, check};
use super::{IssuerPublicKey, OdaReason, StaticDataToBeAuthenticated};
use crate::data::{Database, Date, Pan, tags};

/// What the card gives for its own public key.
///
/// `Debug` prints the length only: whoever has the public keys can read the PAN in the certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct IccCertificate<'a> {
    /// ICC Public Key Certificate `9F46`.
    pub certificate: &'a [u8],
    /// ICC Public Key Remainder `9F48`.
    pub remainder: Option<&'a [u8]>,
    /// ICC Public Key Exponent `9F47`.
    pub exponent: &'a [u8],
}

impl fmt::Debug for IccCertificate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IccCertificate({} bytes)", self.certificate.len())
    }
}

/// The card's public key, out of a certificate that holds and that covers the card's static data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IccPublicKey {
    key: RsaPublicKey,
}

impl IccPublicKey {
    /// The key.
    pub const fn key(&self) -> &RsaPublicKey {
        &self.key
    }
}

impl<'a> IccCertificate<'a> {
    /// The data objects that make it up, if the card gave those that it must.
    pub fn from_database(data: &'a Database) -> Option<Self> {
        let value = |tag| data.get(tag).filter(|value| !value.is_empty());
        Some(Self {
            certificate: value(tags::ICC_PUBLIC_KEY_CERTIFICATE)?,
            remainder: value(tags::ICC_PUBLIC_KEY_REMAINDER),
            exponent: value(tags::ICC_PUBLIC_KEY_EXPONENT)?,
        })
    }

    /// Recovers the key with the issuer's, for the card with this PAN and these static data on the transaction
    /// date.
    ///
    /// # Errors
    ///
    /// The first check that fails.
    pub fn recover(
        &self,
        issuer: &IssuerPublicKey,
        static_data: &StaticDataToBeAuthenticated,
        pan: &Pan,
        date: Date,
    ) -> Result<IccPublicKey, OdaReason> {
        let hashed = [self.remainder.unwrap_or(&[]), self.exponent, static_data.as_bytes()];
        let block = SignedBlock::recover(issuer.key(), self.certificate, &KIND, &hashed)?;
        let fields = Fields::split(block.body()).ok_or(OdaReason::IccCertificateLength)?;
        let certified = Pan::decode(tags::APPLICATION_PAN, fields.pan);
        check(certified.is_ok_and(|certified| certified == *pan), OdaReason::IccCertificatePan)?;
        let expiry = Date::end_of_month(fields.expiry).ok_or(OdaReason::IccCertificateDate)?;
        check(date <= expiry, OdaReason::IccCertificateExpired)?;
        let certified = CertifiedKey {
            algorithm: fields.algorithm,
            length: fields.length,
            exponent_length: fields.exponent_length,
            room: fields.room,
            remainder: self.remainder,
            exponent: self.exponent,
        };
        Ok(IccPublicKey { key: certified.check(issuer.key(), &KEY_FAULTS)? })
    }
}

/// The fields of the recovered data (table 14), from the format to before the hash.
struct Fields<'a> {
    pan: &'a [u8; 10],
    expiry: [u8; 2],
    algorithm: u8,
    length: u8,
    exponent_length: u8,
    room: &'a [u8],
}

impl<'a> Fields<'a> {
    fn split(body: &'a [u8]) -> Option<Self> {
        let (_format, rest) = body.split_first()?;
        let (pan, rest) = rest.split_first_chunk()?;
        let (&[mm, yy, _, _, _, _hash, algorithm, length, exponent_length], room) =
            rest.split_first_chunk()?;
        Some(Self { pan, expiry: [mm, yy], algorithm, length, exponent_length, room })
    }
}

const KIND: BlockKind = BlockKind {
    format: 0x04,
    hash_algorithm_at: 16,
    faults: BlockFaults {
        length: OdaReason::IccCertificateLength,
        too_large: OdaReason::IccCertificateTooLarge,
        header: OdaReason::IccCertificateHeader,
        trailer: OdaReason::IccCertificateTrailer,
        format: OdaReason::IccCertificateFormat,
        hash_algorithm: OdaReason::IccCertificateHashAlgorithm,
        hash: OdaReason::IccCertificateHash,
    },
};

const KEY_FAULTS: KeyFaults = KeyFaults {
    algorithm: OdaReason::IccKeyAlgorithm,
    exponent_length: OdaReason::IccKeyExponentLength,
    exponent: OdaReason::IccKeyExponent,
    too_short: OdaReason::IccKeyTooShort,
    too_long: OdaReason::IccKeyTooLong,
    padding: OdaReason::IccKeyPadding,
    remainder_missing: OdaReason::IccKeyRemainderMissing,
    remainder_unexpected: OdaReason::IccKeyRemainderUnexpected,
    remainder_length: OdaReason::IccKeyRemainderLength,
    leading_zero: OdaReason::IccKeyLeadingZero,
    even: OdaReason::IccKeyEven,
};
