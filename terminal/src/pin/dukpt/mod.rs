//! Derived Unique Key Per Transaction: TDES DUKPT (ANSI X9.24-1:2009) and AES DUKPT (ANSI X9.24-3:2017).
//!
//! Host and device know an initial key, which the host makes from a base derivation key and the device's identity. Each
//! transaction has a counter value and with it a key of its own; the key serial number, which travels with the message,
//! tells the host which. Counter values with too many one bits are skipped, so that the host needs few steps; when the
//! last one is used, the device is at its end and needs a new initial key.
//!
//! A device that resists physical attack keeps no initial key but the future keys that follow from it. Derivation here
//! starts from the initial key, as a host does.

pub mod aes;
mod counter;
pub mod tdes;

pub use aes::AesKsn;
pub use counter::KeysExhausted;
pub use tdes::TdesKsn;
