//! The line to the acquirer: TCP, and TLS over it.

mod metered;
mod of_profile;
mod tcp;
#[cfg(feature = "tls")]
mod tls;

use std::io::{self, Read, Write};
use std::time::Instant;

pub use of_profile::{LinkError, of_profile};
pub use tcp::TcpConnector;
#[cfg(feature = "tls")]
pub use tls::{TlsConnector, TlsError};

/// Makes connections to the acquirer.
pub trait Connector: Send {
    /// Connects, and for TLS shakes hands, until `deadline` at most.
    ///
    /// # Errors
    ///
    /// Whatever the system says. Nothing of a message has been sent by then.
    fn connect(&mut self, deadline: Instant) -> io::Result<Box<dyn Connection>>;
}

impl<C: Connector + ?Sized> Connector for Box<C> {
    fn connect(&mut self, deadline: Instant) -> io::Result<Box<dyn Connection>> {
        (**self).connect(deadline)
    }
}

/// A connection. Reading and writing end with [`io::ErrorKind::TimedOut`] at the deadline.
pub trait Connection: Read + Write + Send {
    /// When reading and writing end.
    fn set_deadline(&mut self, deadline: Instant);

    /// How many bytes the system has taken from us on this connection, handshake included.
    fn bytes_taken(&self) -> u64;

    /// Whether it is open and silent, so that a message can be sent on it: what waits there now belongs to an earlier
    /// message, and must not be taken for an answer.
    fn is_silent(&self) -> bool;
}
