//! Keeps what recovery needs: sealed, so that a journal without its key says nothing about cards.
//!
//! [`Vault`] is the port. A journal holds the last four digits, a [`CardToken`] for same-card checks, and blobs that only
//! the vault opens: card data for a reversal or a completion, torn records of Kernel 2.
//!
//! # In an app
//!
//! On Android the key belongs into the Android Keystore, best in StrongBox: a key that cannot be exported, made with
//! `PURPOSE_ENCRYPT | PURPOSE_DECRYPT`, block mode GCM, no padding, 256 bits, and `context` as `updateAAD`; for the token
//! a second key, `HmacSHA256`, of which the first 16 bytes count. The Keystore draws the nonce itself and keeps 12 bytes
//! of it: put them in front of what it gives. Neither key may be bound to the unlocking of the screen, because recovery
//! runs after a restart.
//!
//! # On a desktop
//!
//! [`KeyFileVault`] has one secret of 32 bytes in a file that only its owner can read. Who copies both file and journal
//! has the card data: the file does not belong on the same backup.

mod card_token;
mod error;
mod key_file;
mod key_file_vault;
mod keys;
mod port;
mod random_bytes;

pub use card_token::CardToken;
pub use error::VaultError;
pub use key_file_vault::KeyFileVault;
pub use port::Vault;
pub use random_bytes::{NoRandomness, OsRandomBytes, RandomBytes};
