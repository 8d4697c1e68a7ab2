//! BER-TLV as EMV uses it (EMV 4.4 Book 3, Annex B).
//!
//! [`TlvReader`] walks one level without copying or allocating; [`Walk`] goes into constructed objects
//! within [`Limits`]; [`TlvWriter`] builds. Reading fails with a [`TlvError`]: what is wrong, and at
//! which byte. Lengths that are longer than need be (`81 05`) are read; the writer never makes them.

mod error;
mod limits;
mod reader;
mod tag;
mod walk;
mod writer;

pub use error::{TlvError, TlvFault};
pub use limits::Limits;
pub use reader::{Tlv, TlvReader, first_duplicate};
pub use tag::{Class, ParseTagError, Tag};
pub use walk::{Node, Walk};
pub use writer::{TlvWriter, WriteError};
