//! The RSA recovery function: `input^exponent mod modulus` (EMV 4.4 Book 2, B2.1).
//!
//! Its running time depends on its operands, and that is right: modulus, exponent, certificate and
//! signature are public, they travel in clear between card and reader. There is no private key on this side,
//! so there is nothing that timing could leak. RUSTSEC-2023-0071 (timing of private-key operations in the
//! crate `rsa`) has no counterpart here.
//!
//! Two multiplications do for exponent 3, and the modulus of a card is used once: a Montgomery set-up would
//! cost more than it saves, so these are reduced by long division (Knuth). Exponent 65537 takes
//! seventeen multiplications, there Montgomery's reduction pays.

mod division;
mod exponent;
mod limbs;
mod montgomery;
mod public_key;

pub use exponent::PublicExponent;
pub(super) use public_key::{MOST_BYTES, Recovered};
pub use public_key::{RsaInputError, RsaKeyError, RsaPublicKey};
