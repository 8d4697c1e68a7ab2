//! Kernel 2, Mastercard (EMV Contactless Book C-2), as a pure state machine.
//!
//! [`kernel()`] gives it to the reader's registry. From there on it is driven through the port of
//! [`tapkernel_core::kernel`]: signals in, outputs out; no I/O, no clock, no randomness.
//!
//! | file | holds | Book C-2 |
//! |---|---|---|
//! | `machine` | the state diagram: which state takes which signal | 6.1 |
//! | `states/s1_idle` to `states/s11_...` | a state each | 6.2 to 6.13 |
//! | `states/s3r1`, `states/s456`, `states/s910`, `states/generate_ac` | the blocks that states share | 6.6, 6.10, 6.18 |
//! | `procedures/cvm_selection` | the choice of the CVM | 7.5 |
//! | `procedures/prepare_generate_ac` | type and signature of the cryptogram | 7.6 |
//! | `procedures/processing_restrictions` | version, dates, usage control | 7.7 |
//! | `procedures/terminal_action_analysis` | action codes against the TVR | 7.8 |
//! | `procedures/relay_resistance` | measured times | SR1 |
//! | `procedures/hardening` | where the product is stricter than the book | |
//! | `completion`, `exit`, `records` | the outcome and what goes with it | S910 E, A.1 |
//! | `phone_messages`, `track_2_patch` | Phone Message Table; track 2 after relay resistance | A.1, S910 B |
//! | `torn_transactions`, `torn_record_coding` | the torn transaction log behind its port; its records as bytes | 3.7 |
//! | `data_exchange` | DEK and DET | 3.6 |
//! | `tlv_database`, `update`, `annex_a` | the data objects, who may write them and where they may stand | 4, A |
//! | [`config`], [`bits`], [`dictionary`] | the kernel's configuration; its data objects | A |
//!
//! Mag-stripe mode is the cargo feature `mag-stripe`, off by default: `mag_stripe` and the states S7, S8, S78, S13, S14 are
//! built with it only. Data storage and balance reading are not built in; the README of the crate has the whole table.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod bits;
pub mod config;
pub mod dictionary;

mod annex_a;
mod completion;
mod context;
mod data_exchange;
mod exit;
mod kernel;
mod machine;
#[cfg(feature = "mag-stripe")]
mod mag_stripe;
mod path;
mod phone_messages;
mod procedures;
mod records;
mod states;
mod tlv_database;
mod torn_record_coding;
mod torn_transactions;
mod track_2_patch;
mod update;

pub use data_exchange::{DataExchangeAnswer, DataExchangeRequest};
pub use kernel::{Kernel2, kernel};
pub use torn_record_coding::TornRecordError;
pub use torn_transactions::{NoTornTransactionLog, TornRecord, TornTransactionLog};
