//! The data dictionary: what is known about each data object (EMV 4.4 Book 3, Annex A; Contactless Books A and B).
//!
//! One table, many readers: a row makes the constant in [`tags`] with its documentation and the [`Entry`] that
//! length checks and descriptions read. Data objects that a scheme defines are rows of that scheme's crate, written
//! with the same macro, [`dictionary!`](crate::dictionary), and found through [`Dictionaries`]: `9F66`, `9F69` or
//! `9F5D` mean different things to two schemes.

mod entry;
mod lookup;
mod rows;
mod table;

pub use entry::{Book, Entry, Meaning, Source};
pub use lookup::{Dictionaries, Dictionary};
pub use rows::{DICTIONARY, tags};
