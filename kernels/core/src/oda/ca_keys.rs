//! Certification authority public keys.

/// The CA public keys of a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaPublicKeys {}
