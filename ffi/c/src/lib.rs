//! tapkernel for C. The header `include/tapkernel.h` is made from this crate and is its documentation.
//!
//! Every exported function reads its arguments, calls the facade inside [`guard`](guard::guard), and writes the result. This
//! is the only crate with unsafe code; what is unsafe is in `memory` and in the calls of callbacks.
//!
//! # Safety
//!
//! The callers of all exported functions keep the conventions at the top of the header: pointers are null or valid for what
//! they are said to point to, for the time of the call; lengths are true.
#![allow(non_camel_case_types)]
// The contract is the same for all functions; it stands above and in the header.
#![allow(clippy::missing_safety_doc)]
// What is public is so for the header, not for Rust.
#![allow(unreachable_pub)]

mod combination;
mod guard;
mod handles;
mod kernel;
mod kernel_callbacks;
mod kernel_conclusion;
mod kernel_wants;
mod library;
mod memory;
mod outcome;
mod places;
mod profile;
mod replay;
mod request;
mod session;
mod session_inputs;
mod session_outcome;
mod status;
mod step;
mod structs;
mod transport;
mod user_interface;
