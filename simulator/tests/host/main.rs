//! The software acquirer as a host: what terminals rely on when messages come twice, late, or not at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod answers;
mod keeping;
mod lines;
mod repeats;
mod settling;
#[path = "../tap/mod.rs"]
mod tap;
mod till;
mod undoing;
