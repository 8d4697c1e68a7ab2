//! Loops that connect a [`Reader`](crate::reader::Reader) to a [`CardTransport`](crate::transport::CardTransport):
//! the only files that call a transport.

mod blocking;
mod conclusion;

pub use blocking::{DriveError, blocking, blocking_until};
pub use conclusion::{Final, OnlineRequest};
