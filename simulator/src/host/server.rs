//! The host on a line.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tapkernel_terminal::acquirer::MessageAuthentication;
use tapkernel_terminal::acquirer::iso8583::{Dialect, Frame, FrameReader, Tpdu};

use super::{Fault, Faults, Host};

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

/// What is to be done with the line after a message.
enum Line {
    Keep,
    Close,
}

impl Shared {
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TICK))?;
        match &self.tls {
            None => self.converse(stream),
            Some(tls) => {
                let session = ServerConnection::new(Arc::clone(tls)).map_err(io::Error::other)?;
                self.converse(StreamOwned::new(session, stream))
            }
        }
    }

    fn converse(&self, mut stream: impl Read + Write) -> io::Result<()> {
        let mut frames = FrameReader::new(self.settings.frame);
        let mut piece = [0; 2048];
        let (mut fault, mut read) = (None, 0);
        while !self.stopped.load(Ordering::Relaxed) {
            while let Some((tpdu, coded)) = frames.next_message().map_err(io::Error::other)? {
                let fault = fault.take().unwrap_or_else(|| self.faults.take());
                read = 0;
                if let Line::Close = self.answer(&mut stream, tpdu, coded.expose(), fault)? {
                    return Ok(());
                }
            }
            let length = match stream.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(length) => length,
                Err(error) if is_pause(&error) => continue,
                Err(error) => return Err(error),
            };
            read += length;
            let fault = *fault.get_or_insert_with(|| self.faults.take());
            match fault {
                Fault::DropReading(bytes) if read >= bytes => {
                    // The host acts on what was whole before the line broke.
                    let seen = length.saturating_sub(read - bytes);
                    frames.push(piece.get(..seen).unwrap_or_default());
                    if let Ok(Some((_, coded))) = frames.next_message() {
                        self.act(coded.expose());
                    }
                    return Ok(());
                }
                _ => frames.push(piece.get(..length).unwrap_or_default()),
            }
        }
        Ok(())
    }

    /// The coded answer of the host; `None` if the message is none that it answers.
    fn act(&self, coded: &[u8]) -> Option<Vec<u8>> {
        let ServerSettings { dialect, authentication, .. } = &self.settings;
        let message = dialect.decode(coded).ok()?;
        if !authentication.verifies(coded, &message) {
            return None;
        }
        let answer = self.host.lock().unwrap_or_else(PoisonError::into_inner).handle(&message)?;
        Some(authentication.encode(dialect, &answer).ok()?.expose().clone())
    }

    fn answer(
        &self,
        stream: &mut impl Write,
        tpdu: Option<Tpdu>,
        coded: &[u8],
        fault: Fault,
    ) -> io::Result<Line> {
        if fault == Fault::Lost {
            return Ok(Line::Keep);
        }
        let Some(mut answer) = self.act(coded) else { return Ok(Line::Keep) };
        match fault {
            Fault::Late(time) => thread::sleep(time),
            Fault::Garbage => answer = vec![0x3F; answer.len()],
            Fault::Forged => answer.last_mut().into_iter().for_each(|byte| *byte ^= 1),
            _ => {}
        }
        let frame = Frame { tpdu: tpdu.map(Tpdu::answer), ..self.settings.frame };
        let framed = frame.wrap(&answer).map_err(io::Error::other)?;
        match fault {
            Fault::Never => return Ok(Line::Keep),
            Fault::Twice => stream.write_all(&framed.expose().repeat(2))?,
            Fault::DropWriting(bytes) => {
                stream.write_all(framed.expose().get(..bytes).unwrap_or(framed.expose()))?;
                stream.flush()?;
                return Ok(Line::Close);
            }
            _ => stream.write_all(framed.expose())?,
        }
        stream.flush()?;
        Ok(Line::Keep)
    }
}

fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted)
}
