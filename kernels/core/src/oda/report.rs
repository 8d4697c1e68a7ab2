//! What became of offline data authentication.

use core::fmt;

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

macro_rules! reasons {
    ($($ident:ident $word:literal $doc:literal;)+) => {
        /// Why offline data authentication failed or was not done; `Display` is a stable word.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum OdaReason { $(#[doc = $doc] $ident,)+ }

        impl fmt::Display for OdaReason {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$ident => $word,)+ })
            }
        }
    };
}

reasons! {
    NotOffered "not-offered" "The card offered nothing to authenticate.";
    NotRequired "not-required" "The decision was already online or decline.";
    DataMissing "data-missing" "A data object that the method needs is missing.";
    UnknownCaKey "unknown-ca-key" "No CA key with the card's index.";
}
