//! AES DUKPT (ANSI X9.24-3:2017).

mod derivation;
mod initial_key;
mod key_serial_number;
mod transaction_key;

pub use derivation::{KeyUsage, WorkingKeyAlgorithm};
pub use initial_key::{InitialKey, KeyTooLong};
pub use key_serial_number::AesKsn;
pub use transaction_key::TransactionKey;
