//! Operators and supervisors: R17, a test for each clause, with a clock and a store that can be made to fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod codes;
mod locks;
mod rig;
