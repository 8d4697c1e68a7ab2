//! The terminal as a merchant uses it, against the software acquirer and software cards.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod asynchronous;
mod held;
#[path = "../support/matching.rs"]
mod matching;
mod memory;
mod people;
mod reconciliation;
mod rig;
mod second_tap;
mod session;
mod story;
