//! The port.

use thiserror::Error;

use crate::activation::{ActivationCode, SignedProfile, SignedProfileError};

/// Port: fetches signed profiles. It believes nothing of them; [`SignedProfile::activate`] checks.
pub trait Provisioning {
    /// The document for the terminal whose activation code this is.
    ///
    /// # Errors
    ///
    /// [`ProvisioningError`].
    fn by_code(&mut self, code: &ActivationCode) -> Result<SignedProfile, ProvisioningError>;

    /// A newer document for an active terminal than the one with serial `active`; `None` if there is none.
    ///
    /// # Errors
    ///
    /// [`ProvisioningError`].
    fn update(&mut self, terminal_id: &str, active: u64) -> Result<Option<SignedProfile>, ProvisioningError>;
}

/// Why no document came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProvisioningError {
    /// No document is bound to this code.
    #[error("no profile waits for this activation code")]
    UnknownCode,
    /// The place where the documents are cannot be reached or read.
    #[error("the place of the profiles cannot be reached")]
    Unreachable,
    /// What came is not what was asked for: blocks out of their order, too much, no text.
    #[error("what came is not what was asked for")]
    Garbage,
    /// What came is no signed profile.
    #[error(transparent)]
    Document(#[from] SignedProfileError),
}
