//! Offline data authentication with RSA (EMV 4.4 Book 2, parts 5 and 6; Annex A2).

mod ca_keys;
mod report;

pub use ca_keys::CaPublicKeys;
pub use report::{OdaMethod, OdaReason, OdaReport, OdaResult};
