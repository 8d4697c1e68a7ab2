//! Receipts in all their forms.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod esc_pos;
mod forms;
mod model;
mod qr;
mod samples;
mod sms;
