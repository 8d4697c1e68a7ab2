//! The host on a line.

mod conversation;
mod lines;

use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tapkernel_terminal::acquirer::MessageAuthentication;
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame};

use super::{Faults, Host};
use lines::Lines;

/// How the server speaks.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// The dialect.
    pub dialect: Dialect,
    /// The frame.
    pub frame: Frame,
    /// Message authentication codes.
    pub authentication: MessageAuthentication,
    /// TLS, if any.
    pub tls: Option<TlsIdentity>,
}

/// What a TLS server shows, in PEM.
#[derive(Clone)]
pub struct TlsIdentity {
    /// Its certificate chain.
    pub certificates: String,
    /// Its private key.
    pub key: String,
}

impl std::fmt::Debug for TlsIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TlsIdentity(..)")
    }
}

/// How long the listener rests after an error of the system.
const REST: Duration = Duration::from_millis(20);

/// A running server. Stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    host: Mutex<Host>,
    settings: ServerSettings,
    tls: Option<Arc<ServerConfig>>,
    faults: Faults,
    lines: Lines,
}

impl Server {
    /// Serves `host` on `listener`, in threads of its own.
    ///
    /// # Errors
    ///
    /// What the system says of the listener; [`io::ErrorKind::InvalidInput`] for one that is not on loopback, and for a TLS
    /// identity that cannot be read.
    pub fn start(listener: TcpListener, host: Host, settings: ServerSettings) -> io::Result<Self> {
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        listener.set_nonblocking(false)?;
        let tls = settings.tls.as_ref().map(configuration).transpose()?;
        let shared = Arc::new(Shared {
            host: Mutex::new(host),
            settings,
            tls,
            faults: Faults::default(),
            lines: Lines::default(),
        });
        let accepting = Arc::clone(&shared);
        let thread = thread::spawn(move || accept(&listener, &accepting));
        Ok(Self { address, shared, thread: Some(thread) })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The faults of the next messages.
    pub fn faults(&self) -> &Faults {
        &self.shared.faults
    }

    /// The host, for a look into its books. No message is answered while the guard lives.
    pub fn host(&self) -> MutexGuard<'_, Host> {
        self.shared.host.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the server ends, which it does only with the process.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    /// Ends every line. When this returns the host is not asked any more, and the port is free.
    fn drop(&mut self) {
        self.shared.lines.stop();
        // The listener waits for a line: this is the last one.
        let woken = TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| woken) {
            let _ = thread.join();
        }
        self.shared.lines.cut();
    }
}

fn configuration(identity: &TlsIdentity) -> io::Result<Arc<ServerConfig>> {
    let invalid = || io::Error::from(io::ErrorKind::InvalidInput);
    let chain = CertificateDer::pem_slice_iter(identity.certificates.as_bytes());
    let chain = chain.collect::<Result<_, _>>().map_err(|_| invalid())?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.as_bytes()).map_err(|_| invalid())?;
    let configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| invalid())?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|_| invalid())?;
    Ok(Arc::new(configuration))
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    loop {
        let accepted = listener.accept();
        if shared.lines.are_stopped() {
            return;
        }
        match accepted {
            Ok(_) if shared.faults.closes() => {}
            Ok((stream, _)) => {
                let serving = Arc::clone(shared);
                shared.lines.start(stream, move |stream, number| {
                    // A broken line is the client's to notice.
                    let _ = serving.serve(stream);
                    serving.lines.over(number);
                });
            }
            Err(_) => shared.lines.wait(REST),
        }
    }
}
