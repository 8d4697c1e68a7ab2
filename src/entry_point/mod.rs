//! The Entry Point (EMV Contactless Book B): from an amount to an activated kernel, and from its outcome to what
//! happens next.
//!
//! | file | Book B |
//! |---|---|
//! | `start_a_pre_processing` | 3.1 |
//! | `start_b_protocol_activation` | 3.2 |
//! | `start_c_combination_selection`, `candidate_list`, `selected_application` | 3.3 |
//! | `start_d_kernel_activation` | 3.4 |
//! | `outcome_processing`, `held`, `resumption` | 3.5 |
//!
//! [`EntryPoint`] does no I/O and has no clock: [`EntryPoint::handle`] tells it what happened, [`EntryPoint::poll`]
//! says what to do. The [`Reader`](crate::reader::Reader) puts a profile on top of it; a laboratory can drive it alone.

mod candidate_list;
mod combination;
mod context;
mod final_outcome;
mod held;
mod machine;
mod offer;
mod outcome_processing;
mod request;
mod resumption;
mod selected_application;
mod signals;
mod start_a_pre_processing;
mod start_b_protocol_activation;
mod start_c_combination_selection;
mod start_d_kernel_activation;
mod unpredictable_number;

pub use combination::Combination;
pub use final_outcome::FinalOutcome;
pub use machine::EntryPoint;
pub use offer::Offer;
pub use request::{EntryPointError, Request};
pub use resumption::{Resumed, Resumption};
pub use signals::{Input, Occasion, Output};
pub use unpredictable_number::{RandomError, UnpredictableNumbers};
