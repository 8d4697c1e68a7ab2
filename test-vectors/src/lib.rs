//! What the runners of the test vectors share: finding and reading the data, naming the cases, and the tables that say
//! which cases hold which rule. The data are beside this crate's sources; each folder has its runner elsewhere.
//!
//! For tests only: what is wrong with a file ends the test with a panic that names the file.
#![forbid(unsafe_code)]
#![allow(clippy::panic)]

mod files;
mod pages;
mod pattern;
mod requirements;

pub use files::{cases, file, read};
pub use pages::assert_up_to_date;
pub use pattern::matches;
pub use requirements::{Case, Requirements};
