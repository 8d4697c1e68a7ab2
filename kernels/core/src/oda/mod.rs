//! Offline data authentication with RSA (EMV 4.4 Book 2, parts 5 and 6).
//!
//! The chain of keys is a chain of types: [`CaPublicKey`] -> [`IssuerPublicKey`] -> [`IccPublicKey`]; the
//! second and third come out of a certificate only, with every field of it checked ([`recover_issuer_key`],
//! [`recover_icc_key`]). The methods [`sda`], [`dda`], [`cda`] and [`fdda`] give a token that nothing else can
//! make, or the [`OdaReason`] why not. What a signature does not cover is not interpreted: header, trailer,
//! format, hash algorithm and hash come first, the other fields after them.

pub mod cda;
pub mod dda;
pub mod fdda;
pub mod rsa;
pub mod sda;

mod ca_key;
mod ca_keys;
mod certified_key;
mod chain;
mod dynamic_data;
mod icc_certificate;
mod issuer_certificate;
mod reason;
mod report;
mod signed_block;
mod static_data;

pub use ca_key::{CaKeyError, CaPublicKey};
pub use ca_keys::{CaPublicKeys, RepeatedCaKey, RevokedCertificate};
pub use chain::{recover_icc_key, recover_issuer_key};
pub use dynamic_data::IccDynamicNumber;
pub use icc_certificate::{IccCertificate, IccPublicKey};
pub use issuer_certificate::{IssuerCertificate, IssuerPublicKey};
pub use reason::OdaReason;
pub use report::{OdaMethod, OdaReport, OdaResult};
pub use signed_block::SignedDataFormat;
pub use static_data::{SignedRecords, StaticDataToBeAuthenticated};
