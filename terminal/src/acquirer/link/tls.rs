//! TLS 1.2 and 1.3 over TCP, with rustls. rustls stays behind this file.

use std::io::{self, Read, Write};
use std::sync::Arc;
use std::time::Instant;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

use super::metered::Metered;
use super::{Connection, Connector, TcpConnector};

/// Connects by TLS. Trusts the acquirer's own certification authorities and no others: public roots are of no use to a
/// terminal.
#[derive(Clone, Debug)]
pub struct TlsConnector {
    tcp: TcpConnector,
    name: ServerName<'static>,
    configuration: Arc<ClientConfig>,
}

/// Why TLS cannot be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// The name of the acquirer's host is no name.
    #[error("the host name is no name")]
    Name,
    /// There is no certificate of an authority in the PEM text, or one that cannot be read.
    #[error("the authorities' certificates cannot be read")]
    Authorities,
    /// Our own certificate or key cannot be read, or they do not fit.
    #[error("the terminal's certificate or key cannot be read")]
    Identity,
    /// The cryptography refuses the protocol versions.
    #[error("TLS cannot be configured")]
    Configuration,
}

impl TlsConnector {
    /// Over `tcp`, to a host that shows a certificate for `name` from one of `authorities` (PEM). `identity` is the
    /// terminal's own certificate chain and private key (PEM both), if the acquirer wants one.
    ///
    /// # Errors
    ///
    /// [`TlsError`].
    pub fn new(
        tcp: TcpConnector,
        name: &str,
        authorities: &str,
        identity: Option<(&str, &str)>,
    ) -> Result<Self, TlsError> {
        let name = ServerName::try_from(name.to_owned()).map_err(|_| TlsError::Name)?;
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| TlsError::Configuration)?
            .with_root_certificates(roots(authorities)?);
        let configuration = match identity {
            None => builder.with_no_client_auth(),
            Some((chain, key)) => {
                let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| TlsError::Identity)?;
                let chain = certificates(chain).ok_or(TlsError::Identity)?;
                builder.with_client_auth_cert(chain, key).map_err(|_| TlsError::Identity)?
            }
        };
        Ok(Self { tcp, name, configuration: Arc::new(configuration) })
    }
}

fn certificates(pem: &str) -> Option<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(pem.as_bytes()).collect::<Result<_, _>>().ok()
}

fn roots(pem: &str) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(pem).ok_or(TlsError::Authorities)? {
        roots.add(certificate).map_err(|_| TlsError::Authorities)?;
    }
    if roots.is_empty() { Err(TlsError::Authorities) } else { Ok(roots) }
}

impl Connector for TlsConnector {
    fn connect(&mut self, deadline: Instant) -> io::Result<Box<dyn Connection>> {
        let mut stream = self.tcp.stream(deadline)?;
        let session = ClientConnection::new(Arc::clone(&self.configuration), self.name.clone());
        let mut session = session.map_err(io::Error::other)?;
        while session.is_handshaking() {
            session.complete_io(&mut stream)?;
        }
        Ok(Box::new(Tls(StreamOwned::new(session, stream))))
    }
}

struct Tls(StreamOwned<ClientConnection, Metered>);

impl Read for Tls {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Tls {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Connection for Tls {
    fn set_deadline(&mut self, deadline: Instant) {
        self.0.sock.set_deadline(deadline);
    }

    fn bytes_taken(&self) -> u64 {
        self.0.sock.bytes_taken()
    }

    /// Session tickets of TLS 1.3 may wait here and are no answer; a new connection costs a handshake and nothing else.
    fn is_silent(&self) -> bool {
        !self.0.conn.wants_write() && self.0.sock.is_silent()
    }
}
