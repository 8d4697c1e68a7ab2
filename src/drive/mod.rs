//! Loops that connect a [`Reader`](crate::reader::Reader) to a [`CardTransport`](crate::transport::CardTransport):
//! the only files that call a transport.
//!
//! [`blocking`] is the short way. [`Driver`] is the same with a stop, a choice among applications, data exchange, and
//! the issuer's answer for a card that is held in the field. [`asynchronous`] does it without blocking.

mod asynchronous;
mod blocking;
mod conclusion;
mod connected;
mod error;
mod journal;
mod other_interface;
mod work;

pub use asynchronous::{AsyncDriver, asynchronous};
pub use blocking::{Driver, blocking, blocking_until};
pub use conclusion::{Final, OnlineRequest};
pub use error::DriveError;
pub use other_interface::{OtherInterface, OtherInterfaceReason};
