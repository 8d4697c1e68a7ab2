//! Activation: signed profiles, their states, where they come from.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod codes;
mod documents;
mod independent;
mod provisioning;
mod rig;
mod states;
mod verification;
