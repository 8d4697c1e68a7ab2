//! BER-TLV as EMV uses it (EMV 4.4 Book 3, Annex B).
//!
//! [`TlvReader`] walks one level without copying or allocating; [`Walk`] goes into constructed objects
//! within [`Limits`]; [`TlvWriter`] builds. Reading fails with a [`TlvError`]: what is wrong, and at
//! which byte.

mod error;
mod reader;
mod tag;

pub use error::{TlvError, TlvFault};
pub use reader::{Tlv, TlvReader};
pub use tag::{Class, Tag};
