//! The terminal against everything that can go wrong: no money is lost, none is doubled.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::cast_possible_truncation)]

mod books;
mod disk;
mod found;
mod full;
mod hand;
mod kill;
#[path = "../support/matching.rs"]
mod matching;
mod model;
mod people;
mod random;
mod rules;
mod run;
mod runs;
mod shop;
mod tcp;
mod wire;
