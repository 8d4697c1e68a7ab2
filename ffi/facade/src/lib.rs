//! tapkernel as flat, owned types: what C, Kotlin, Python and Swift share.
//!
//! Nothing here borrows, nothing is generic: records of numbers, texts and bytes, enumerations, and a few objects.
//! A language crate above it translates one to one.
//!
//! | file | what |
//! |---|---|
//! | [`library()`] | versions and checksums |
//! | [`Profile`] | what an acquirer configured: load, lint, explain |
//! | [`Session`] | taps as steps: [`Session::step`] says what to do, the other methods tell what happened |
//! | [`EntryPointRequest`] | the Entry Point alone, for laboratories, on the same session |
//! | [`ForeignKernel`] | a kernel in another language |
//! | [`decode()`] | BER-TLV spelled out |
//! | [`Replay`] | recorded taps, played through a session |
//!
//! # The loop
//!
//! 1. [`Session::new`], then [`Session::start`].
//! 2. [`Session::step`]. Some steps are to be done ([`Step::Display`], [`Step::FieldOff`], [`Step::Outcome`], ...): do it and
//!    ask again. Some await something ([`Step::AwaitCard`], [`Step::Transmit`], ...; [`Step::awaits`]): tell what happened with the
//!    method that the step names, or that its deadline has passed with [`Session::elapsed`], and ask again. A step that
//!    awaits is given again until that has been told.
//! 3. [`Step::Outcome`]: [`Session::outcome`] has all of it. After an Online Request [`Step::EnterPin`] may follow, then
//!    [`Step::GoOnline`]: send the data record to the issuer and give the answer to [`Session::online_response`], which
//!    starts a second tap or wakes a held card where the kernel wants it.
//! 4. [`Step::Idle`]: the tap is over, the session is free for the next.
//!
//! `now` is the caller's monotonic clock in microseconds from any origin and must not go backwards on one session.
//! Nothing here reads a clock or touches a card.
//!
//! # Errors
//!
//! A card that breaks the rules is an outcome. A caller that does gets an [`Error`]: an [`ErrorCode`] that stays the same
//! from version to version, and a text without card data. A refused call changes nothing.
//!
//! # Secrets
//!
//! Records carry card data in the clear ([`DataObject`], commands): that is what the caller needs to go online. They are
//! never printed by `Debug` and never in an error. Whoever copies them wipes the copy.
#![forbid(unsafe_code)]

mod combination;
mod data;
mod decode;
mod engine;
mod entry_point;
mod enumerations;
mod error;
mod explanation;
mod kernel;
mod kernel_adapter;
mod kernel_conclusion;
mod kernel_observer;
mod library;
mod numbers;
mod outcome;
mod outcome_data;
mod profile;
mod replay;
mod session;
mod session_inputs;
mod session_options;
mod session_outcome;
mod session_step;
mod step;
mod transaction;
mod translated;
mod user_interface;

pub use combination::{CaKey, Combination};
pub use data::{DataObject, LocalTime, read_tlv, write_tlv};
pub use decode::{DecodedObject, decode, decode_json};
pub use entry_point::EntryPointRequest;
pub use enumerations::{
    AlternateInterface, Cvm, L1Error, Occasion, OdaMethod, OdaResult, OnlineResponseData, OutcomeKind, Start,
    TransactionType, UiStatus, ValueQualifier,
};
pub use error::{Error, ErrorCode};
pub use explanation::{Explanation, Interval, Treatment};
pub use kernel::{
    ActiveForeignKernel, ForeignKernel, KernelActivation, KernelConclusion, KernelSignal, KernelWant,
};
pub use library::{API_VERSION, KernelVersion, Library, library};
pub use outcome::{ErrorIndication, Outcome};
pub use outcome_data::OutcomeData;
pub use profile::{Problem, Profile, problems_json};
pub use replay::{Replay, ReplayMove};
pub use session::Session;
pub use session_inputs::ResponseUse;
pub use session_options::SessionOptions;
pub use step::{Offer, Step};
pub use transaction::{OnlineResponse, Transaction};
pub use user_interface::{UiRequest, UiValue};
