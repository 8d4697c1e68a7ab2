//! The same work done by tapkernel and by other crates, for the benchmark `compare`.
//!
//! One function per crate and task; each says what it does. The benchmark asserts that all of a task give the same
//! result before it times any.
#![forbid(unsafe_code)]
#![allow(clippy::unwrap_used)]

#[path = "../../../kernels/core/tests/common/mod.rs"]
mod recorded;

pub mod chain;
pub mod gpo_response;
pub mod recoveries;

/// The recorded card whose bytes are used.
const CARD: &str = "dhu-mock-visa-offline";

fn card() -> recorded::card::Card {
    recorded::recorded_cards().iter().find(|card| card.name == CARD).unwrap().card()
}
