//! The journal: what is written is read, or it is damage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_possible_truncation)]

mod crash;
mod damage;
mod entries;
mod export;
mod full;
mod kept;
mod queries;
mod rig;
mod writers;
