//! TDES DUKPT (ANSI X9.24-1:2009, Annex A).

mod initial_key;
mod key_serial_number;
mod transaction_key;

pub use initial_key::InitialKey;
pub use key_serial_number::TdesKsn;
pub use transaction_key::TransactionKey;
