//! The simulator's own certification authority, issuers and cards (EMV 4.4 Book 2, 5.1, 6.1 and Annex A2).
//!
//! The keys are committed under `keys/`, published and worth nothing. The example `issue` writes the
//! certificates again.

mod certificate;
mod keys;
mod private_key;
mod signature;

pub use certificate::{Certified, Serial, icc_certificate, issuer_certificate};
pub use keys::{
    CaKeyFragment, ca_public_key, ca_public_keys, issuer_cvc3_key, issuer_integrity_key, issuer_master_key,
    private_key, symmetric_key,
};
pub use private_key::PrivateKey;
pub use signature::{SignedDataFormat, signed_dynamic_application_data};
