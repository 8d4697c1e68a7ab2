//! The diagnostics document, and the redaction of what goes into it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod document;
mod examples;
mod properties;
#[path = "../activation/rig.rs"]
#[allow(dead_code)]
mod rig;
