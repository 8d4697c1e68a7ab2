//! The acquirer over ISO 8583, against the software acquirer's server on loopback.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod card_data;
mod faults;
mod queue;
mod rig;
mod story;
#[path = "../../../simulator/tests/tap/mod.rs"]
mod tap;
#[cfg(feature = "tls")]
mod tls;
