//! From an activation code to a profile that the acquirer signed, and what each state of a profile may do.
//!
//! 1. The acquirer signs a profile for one terminal: [`AcquirerSigningKey::sign`] makes a [`SignedProfile`], bound to an
//!    activation code that the merchant gets by another way.
//! 2. At the terminal the merchant types the [`ActivationCode`]; [`Provisioning`] fetches the document:
//!    [`FolderProvisioning`] from files, [`DownloadProvisioning`] from the acquirer's parameter download, or the app from
//!    a service of its own.
//! 3. [`SignedProfile::activate`] checks it against the [`AcquirerKeys`] of the app and what is [`Active`] already. The app
//!    keeps the document, and [`Active`] in its journal, where nobody can turn it back.
//! 4. At each start [`SignedProfile::reopen`] checks the document again.
//!
//! Each state of a profile may do what [`Deed`] says. A profile that somebody edits is a [`ProfileState::Draft`] again.
//!
//! # The document
//!
//! JSON, at most 1 MiB, every field once, no other fields:
//!
//! ```text
//! form             "tapkernel-signed-profile-1"
//! serial           1 to 2^53 - 1; each document for a terminal has a greater one than the last
//! state            "test", "certified" or "production"
//! terminal_id      1 to 32 visible ASCII characters; that of the profile
//! not_before       seconds since 1970 in UTC, from when on it may be activated
//! activation_code  null for an update, else salt (32 hexadecimal digits) and digest (64): Argon2id, version 0x13, 19456 KiB,
//!                  two passes, one lane, over the code in capitals without spaces and hyphens
//! profile          the profile as text, JSON
//! key              16 hexadecimal digits: the first eight bytes of SHA-256 over the public key
//! signature        128 hexadecimal digits: Ed25519 (RFC 8032) over the bytes below
//! ```
//!
//! ```text
//! "tapkernel-signed-profile-1" 00 | serial (8) | state (1: 01 test, 02 certified, 03 production) | not_before (8)
//! | terminal_id: length (4), bytes | 00, or 01 salt (16) digest (32) | profile: length (4), bytes
//! ```
//!
//! Numbers are unsigned, most significant byte first. The signature is over the profile's text, so that no two readers can
//! differ about what was signed; it is verified strictly (no key or point of small order, no second form of a signature).

mod activation_code;
mod active;
mod error;
mod keys;
mod profile_in_use;
mod profile_state;
mod provisioning;
mod signed_profile;
mod signing;
mod verification;

pub use activation_code::{ActivationCode, BadActivationCode};
pub use active::{Activation, Active};
pub use error::{ActivationError, SignedProfileError};
pub use keys::{AcquirerKey, AcquirerKeys, KeyUse, WeakKey};
pub use profile_in_use::{NotInThisState, ProfileInUse};
pub use profile_state::{Deed, ProfileState};
pub use provisioning::{
    DownloadProvisioning, FolderProvisioning, MAX_BLOCKS, Provisioning, ProvisioningError,
};
pub use signed_profile::SignedProfile;
pub use signing::{AcquirerSigningKey, SigningError, ToSign};
