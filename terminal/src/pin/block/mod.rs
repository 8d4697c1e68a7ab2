//! PIN blocks of ISO 9564-1, in the clear but for format 4.
//!
//! | format | for | tied to the card number | cipher block |
//! |---|---|---|---|
//! | [`format_0`] | online | yes | 8 bytes |
//! | [`format_1`] | online without card number | no | 8 bytes |
//! | [`format_2`] | the card itself | no | 8 bytes |
//! | [`format_3`] | online, random fill | yes | 8 bytes |
//! | [`format_4`] | online under AES | yes | 16 bytes, enciphered on the way |

pub mod format_0;
pub mod format_1;
pub mod format_2;
pub mod format_3;
pub mod format_4;
mod nibbles;

use tapkernel::core::Secret;

/// A block in the clear.
pub type ClearBlock = Secret<[u8; 8]>;
