//! The port behind which a kernel runs: how the reader starts it and talks to it.
//!
//! A kernel is registered with the reader under its [`KernelId`](crate::data::KernelId). Each time the Entry Point
//! activates it, [`Kernel::activate`] makes an [`ActiveKernel`], which is told of [`Signal`]s and polled for
//! [`Output`]s until it gives [`Output::Out`]. It has no clock, no transport and no randomness of its own.

mod activation;
mod policies;
mod port;
mod pre_processing;

pub use activation::{Activation, OnlineResponse, Selection};
pub use policies::{
    AboveLimitWithoutCvm, BrandMismatch, OdaFailed, OdaUnknownKey, OfflineApproval, Policies,
    UnauthenticatedCdcvm,
};
pub use port::{ActiveKernel, Kernel, KernelConclusion, Output, Signal};
pub use pre_processing::{Indicators, PreProcessing, ReaderLimits};
