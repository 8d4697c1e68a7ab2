//! Kernel 3, Visa (EMV Contactless Book C-3), as a pure state machine.
//!
//! [`kernel()`] gives it to the reader's registry. From there on it is driven through the port of
//! [`tapkernel_core::kernel`]: signals in, outputs out; no I/O, no clock, no randomness.
//!
//! | file | holds | Book C-3 |
//! |---|---|---|
//! | `machine` | the phases and the signals each accepts | 5 |
//! | `context` | what is known and said during a transaction | |
//! | `card_data` | taking in what the card sends | 5.4.2.2 |
//! | `phases/initiate_application_processing` | GET PROCESSING OPTIONS | 5.2 |
//! | `phases/read_application_data` | READ RECORD | 5.3 |
//! | `phases/card_read_complete`, `phases/decision` | mandatory data, agreement, the cryptogram's type | 5.4 |
//! | `phases/processing_restrictions` | expiry, exception file, usage control | 5.5 |
//! | `phases/offline_data_authentication` | fDDA | 5.6 |
//! | `phases/cardholder_verification` | the choice of the CVM | 5.7 |
//! | `phases/completion`, `phases/data_record`, `exit` | the outcome and what goes with it | 5.8, 5.9 |
//! | `phases/issuer_update_processing`, `issuer_script` | the second tap | 5.10 |
//! | `dynamic_reader_limits`, `phases/reader_limits` | limits by Program ID | 5.1 |
//! | [`config`], [`dictionary`] | the kernel's options; Visa's data objects | Annex A |
//!
//! Mag-stripe mode (MSD) is not built in.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod config;
pub mod dictionary;

mod card_authentication;
mod card_data;
mod context;
mod dynamic_reader_limits;
mod exit;
mod issuer_script;
mod kernel;
mod machine;
mod phases;
mod qualifiers;

pub use card_authentication::{CardAuthenticationRelatedData, QualifiersCopy};
pub use dynamic_reader_limits::{DynamicReaderLimits, Switches};
pub use kernel::{Kernel3, kernel};
pub use qualifiers::CardTransactionQualifiers;
