//! Keys and message authentication codes.
//!
//! In software, for keys that software may have: those of messages on a test line, of the simulator, of tests. A product
//! keeps PIN and message keys in its secure element and answers the ports of this crate from there.

mod aes_key;
mod cmac;
mod retail_mac;
mod tdes_key;

pub use self::cmac::{aes_cmac, tdes_cmac};
pub use aes_key::{AesKey, KeyLength};
pub use retail_mac::retail_mac;
pub use tdes_key::TdesKey;
pub(crate) use tdes_key::{des, xor};
