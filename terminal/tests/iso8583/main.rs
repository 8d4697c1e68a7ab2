//! The ISO 8583 codec: worked messages, properties, hostile input, and a codec that we did not write.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod examples;
mod frames;
mod messages;
mod properties;
mod python;
