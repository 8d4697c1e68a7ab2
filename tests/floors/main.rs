//! Holds the floors (ARCHITECTURE.md): who may depend on whom, what no crate may bring in, and what no source may use.
//!
//! Every rule is a function from what it reads to the list of what breaks it, so that a made-up breach can show that
//! the rule is able to fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod dependencies;
mod manifest;
mod modules;
mod paths;
mod sources;

use std::path::Path;

/// The folder of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Fails with one breach a line.
fn assert_none(breaches: &[String]) {
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}
