//! The host on a line.

mod conversation;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
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

/// Connections at a time; more are closed at once.
const MOST_CONNECTIONS: usize = 64;
/// How often a waiting thread looks whether it is to end.
const TICK: Duration = Duration::from_millis(20);

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
    stopped: AtomicBool,
    open: AtomicUsize,
}

impl Server {
    /// Serves `host` on `listener`, in threads of its own.
    ///
    /// # Errors
    ///
    /// What the system says of the listener; [`io::ErrorKind::InvalidInput`] for a TLS identity that cannot be read.
    pub fn start(listener: TcpListener, host: Host, settings: ServerSettings) -> io::Result<Self> {
        let address = listener.local_addr()?;
        listener.set_nonblocking(true)?;
        let tls = settings.tls.as_ref().map(configuration).transpose()?;
        let shared = Arc::new(Shared {
            host: Mutex::new(host),
            settings,
            tls,
            faults: Faults::default(),
            stopped: AtomicBool::new(false),
            open: AtomicUsize::new(0),
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

    /// Waits until the server ends, which it does only by an error of its listener.
    pub fn wait(mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
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
    while !shared.stopped.load(Ordering::Relaxed) {
        match listener.accept() {
            Ok((stream, _)) if shared.open.load(Ordering::Relaxed) < MOST_CONNECTIONS => {
                shared.open.fetch_add(1, Ordering::Relaxed);
                let shared = Arc::clone(shared);
                thread::spawn(move || {
                    // A broken line is the client's to notice.
                    let _ = shared.serve(stream);
                    shared.open.fetch_sub(1, Ordering::Relaxed);
                });
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => thread::sleep(TICK),
            Err(_) => return,
        }
    }
}
