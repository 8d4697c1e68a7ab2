//! Certificates of issuers and cards (EMV 4.4 Book 2, tables 6 and 14).

use super::PrivateKey;
use super::signature::{SHA_1, sign_with_recovery};

/// Public Key Algorithm Indicator of RSA (Book 2, B2.1).
const RSA: u8 = 0x01;

/// Certificate Serial Number, three bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Serial(pub [u8; 3]);

/// A certificate and what goes with it to the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certified {
    /// The certificate: `90` or `9F46`.
    pub certificate: Vec<u8>,
    /// The part of the modulus that did not fit, `92` or `9F48`; empty if all did.
    pub remainder: Vec<u8>,
    /// The public exponent, `9F32` or `9F47`.
    pub exponent: Vec<u8>,
}

/// Issuer Public Key Certificate `90`: `issuer_identifier` are the first digits of the PAN, filled with F;
/// `expiry` is MMYY.
pub fn issuer_certificate(
    ca: &PrivateKey,
    issuer: &PrivateKey,
    issuer_identifier: [u8; 4],
    expiry: [u8; 2],
    serial: Serial,
) -> Certified {
    certificate(ca, issuer, &[&[0x02], issuer_identifier.as_slice()].concat(), expiry, serial, &[])
}

/// ICC Public Key Certificate `9F46`: `pan` is filled with F to ten bytes, `static_data` are what the card's
/// application locator and Static Data Authentication Tag List mark for authentication.
pub fn icc_certificate(
    issuer: &PrivateKey,
    icc: &PrivateKey,
    pan: [u8; 10],
    expiry: [u8; 2],
    serial: Serial,
    static_data: &[u8],
) -> Certified {
    certificate(issuer, icc, &[&[0x04], pan.as_slice()].concat(), expiry, serial, static_data)
}

/// Both formats differ in `head` only: the certificate format and whom it is for.
fn certificate(
    signer: &PrivateKey,
    subject: &PrivateKey,
    head: &[u8],
    expiry: [u8; 2],
    serial: Serial,
    static_data: &[u8],
) -> Certified {
    let byte = |length: usize| u8::try_from(length).unwrap_or(u8::MAX);
    let (modulus, exponent) = (subject.modulus(), subject.public_exponent());
    let algorithms = [SHA_1, RSA, byte(modulus.len()), byte(exponent.len())];
    let mut recoverable = [head, &expiry, &serial.0, &algorithms].concat();
    let room = signer.len().saturating_sub(22 + recoverable.len());
    let (fits, remainder) = modulus.split_at_checked(room).unwrap_or((&modulus, &[]));
    recoverable.extend_from_slice(fits);
    let hashed_only = [remainder, exponent, static_data].concat();
    Certified {
        certificate: sign_with_recovery(signer, &recoverable, &hashed_only),
        remainder: remainder.to_vec(),
        exponent: exponent.to_vec(),
    }
}
