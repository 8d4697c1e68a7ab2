//! The line as a profile says it.

use tapkernel::profile::Profile;
use tapkernel::profile::acquirer::Tls;

use super::{Connector, TcpConnector};

/// Why there is no line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkError {
    /// The profile has no section `acquirer`.
    #[error("the profile does not say where the acquirer is: give it `acquirer`")]
    NotInProfile,
    /// TLS cannot be set up.
    #[cfg(feature = "tls")]
    #[error(transparent)]
    Tls(#[from] super::TlsError),
    /// The profile wants TLS, and this build has none.
    #[cfg(not(feature = "tls"))]
    #[error("the profile wants TLS, and this build has none: build with feature `tls`")]
    WithoutTls,
}

/// The line that `acquirer` of the profile says. `identity` is the terminal's own certificate chain and private key (PEM
/// both), if the acquirer wants one; keys never stand in a profile.
///
/// # Errors
///
/// [`LinkError`].
pub fn of_profile(
    profile: &Profile,
    identity: Option<(&str, &str)>,
) -> Result<Box<dyn Connector>, LinkError> {
    let acquirer = profile.acquirer().ok_or(LinkError::NotInProfile)?;
    let tcp = TcpConnector::new(acquirer.address.as_str());
    match &acquirer.tls {
        None => Ok(Box::new(tcp)),
        Some(tls) => over_tls(tcp, tls, identity),
    }
}

#[cfg(feature = "tls")]
fn over_tls(
    tcp: TcpConnector,
    tls: &Tls,
    identity: Option<(&str, &str)>,
) -> Result<Box<dyn Connector>, LinkError> {
    let tls = super::TlsConnector::new(tcp, &tls.server_name, &tls.authorities, identity)?;
    Ok(Box::new(tls))
}

#[cfg(not(feature = "tls"))]
fn over_tls(_: TcpConnector, _: &Tls, _: Option<(&str, &str)>) -> Result<Box<dyn Connector>, LinkError> {
    Err(LinkError::WithoutTls)
}
