//! The one exception.

use tapkernel_facade::{Error, ErrorCode};

use crate::LinkError;

/// Why a call was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TapkernelError {
    /// The call changed nothing.
    #[error("{text}")]
    Refused {
        /// What kind; stays the same from version to version.
        code: ErrorCode,
        /// What exactly, for the author of the program. Never card data.
        text: String,
        /// What to do about it.
        advice: String,
    },
    /// The other language's own code failed during `run` or `respond`, and the tap was dropped.
    #[error("the transport failed: {reason}")]
    Link {
        /// The kind of its failure. Never its text, which may hold card data.
        reason: String,
    },
}

impl From<LinkError> for TapkernelError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Failed { reason } => Self::Link { reason },
            no_answer => Self::Link { reason: no_answer.to_string() },
        }
    }
}

impl From<Error> for TapkernelError {
    fn from(error: Error) -> Self {
        Self::Refused { code: error.code, text: error.text, advice: error.code.advice().to_owned() }
    }
}

impl From<ErrorCode> for TapkernelError {
    fn from(code: ErrorCode) -> Self {
        Error::from(code).into()
    }
}

/// Why a call was refused. The numbers never change their meaning; new ones may come.
#[uniffi::remote(Enum)]
pub enum ErrorCode {
    /// An argument is outside what it may be: an amount of more than twelve digits, a day that there is not.
    BadArgument,
    /// A tap is going on, or another thread is inside this object.
    Busy,
    /// What was told does not answer what was asked.
    Unexpected,
    /// The text is no profile, or there is none of this name.
    Profile,
    /// The profile or a Combination names a kernel that is not there, or one is there twice.
    Kernel,
    /// The profile does not allow this type of transaction in this currency, or no application is configured.
    NotConfigured,
    /// There is no Unpredictable Number, or a production profile refuses supplied ones.
    Random,
    /// There is no outcome yet, or the Entry Point cannot start where it was asked to.
    NoOutcome,
    /// The bytes are not BER-TLV, a command or a response.
    Data,
    /// The text is no transcript.
    Transcript,
    /// The text is not UTF-8.
    NotUtf8,
    /// A pointer that must not be null is null.
    NullPointer,
    /// The handle was never given out, or is freed.
    BadHandle,
    /// The handle is of something else.
    WrongHandle,
    /// The buffer is too small; the size that is needed was written.
    BufferTooSmall,
    /// The structure has a size or a version that this library does not know.
    BadStruct,
    /// A callback gave something that it must not give.
    Callback,
    /// A bug of the library; the object is spent.
    Panic,
    /// The object is spent by an earlier bug.
    Spent,
}
