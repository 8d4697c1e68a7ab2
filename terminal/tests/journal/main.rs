//! The journal: what is written is read, or it is damage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_possible_truncation)]

mod entries;
mod queries;
mod rig;
mod writers;
