//! What became of offline data authentication.

use core::fmt;

use super::OdaReason;

/// Method, result and reason, for the reader's caller.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct OdaReport {
    /// The method that was used.
    pub method: OdaMethod,
    /// What came of it.
    pub result: OdaResult,
    /// Why it failed or was not performed, if there is more to say.
    pub reason: Option<OdaReason>,
}

impl OdaReport {
    /// The card's data are authentic.
    pub const fn verified(method: OdaMethod) -> Self {
        Self { method, result: OdaResult::Verified, reason: None }
    }

    /// They are not, or that cannot be told.
    pub const fn failed(method: OdaMethod, reason: OdaReason) -> Self {
        Self { method, result: OdaResult::Failed, reason: Some(reason) }
    }

    /// Nothing was done.
    pub const fn not_performed(reason: OdaReason) -> Self {
        Self { method: OdaMethod::None, result: OdaResult::NotPerformed, reason: Some(reason) }
    }
}

/// The method of offline data authentication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OdaMethod {
    /// None.
    #[default]
    None,
    /// Static (Book 2, 5).
    Sda,
    /// Dynamic (Book 2, 6.5).
    Dda,
    /// Combined with the application cryptogram (Book 2, 6.6).
    Cda,
    /// Fast dynamic (Book C-3, 5.6).
    Fdda,
}

impl fmt::Display for OdaMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Sda => "SDA",
            Self::Dda => "DDA",
            Self::Cda => "CDA",
            Self::Fdda => "fDDA",
        })
    }
}

/// The result of offline data authentication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OdaResult {
    /// It was not done.
    #[default]
    NotPerformed,
    /// The card's data are authentic.
    Verified,
    /// They are not.
    Failed,
}

impl fmt::Display for OdaResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotPerformed => "not-performed",
            Self::Verified => "verified",
            Self::Failed => "failed",
        })
    }
}
