//! Plain TCP: for a line that is protected otherwise, and for tests.

use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Instant;

use super::metered::Metered;
use super::{Connection, Connector};

/// Connects by TCP.
#[derive(Clone, Debug)]
pub struct TcpConnector {
    address: String,
}

impl TcpConnector {
    /// To `address`, as `host:port`.
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into() }
    }

    /// Tries the addresses of the name, one after the other.
    pub(super) fn stream(&self, deadline: Instant) -> io::Result<Metered> {
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in self.address.to_socket_addrs()? {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::ErrorKind::TimedOut.into());
            }
            match TcpStream::connect_timeout(&address, left) {
                Ok(stream) => return Metered::new(stream, deadline),
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Connector for TcpConnector {
    fn connect(&mut self, deadline: Instant) -> io::Result<Box<dyn Connection>> {
        Ok(Box::new(self.stream(deadline)?))
    }
}
