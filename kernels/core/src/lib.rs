//! What every contactless kernel needs: BER-TLV, data objects, APDUs, offline data authentication,
//! outcomes, and the port behind which a kernel runs.
//!
//! The floors, bottom up; each uses only those above it in this list:
//!
//! | module | holds | book |
//! |---|---|---|
//! | [`tlv`] | reading and writing BER-TLV | EMV Book 3, Annex B |
//! | [`data`] | data elements as types, the data dictionary, lists of tags | EMV Book 3, Annex A; Contactless Book A |
//! | [`apdu`] | commands, responses, status words | EMV Book 3, part II; ISO/IEC 7816-4 |
//! | [`oda`] | offline data authentication with RSA | EMV Book 2, parts 5 and 6 |
//! | [`outcome`] | outcomes, user interface requests, error indication | Contactless Book A |
//! | [`kernel`] | the port: how the reader starts a kernel and talks to it | Contactless Books A and B |
//!
//! Nothing here has a clock, does I/O, draws random numbers or starts threads. A card that breaks the
//! rules is never an `Err` of a kernel: it is an [`outcome::Outcome`].
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod apdu;
pub mod data;
pub mod kernel;
pub mod oda;
pub mod outcome;
mod secret;
pub mod time;
pub mod tlv;

pub use secret::Secret;
