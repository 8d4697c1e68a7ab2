//! How a command can end.

use std::fmt;
use std::process::ExitCode;

use serde_json::{Value, json};

/// The exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: done, also when the answer is "declined".
    Done,
    /// 1: an expectation did not hold.
    Unmet,
    /// 2: bad input.
    BadInput,
    /// 3: the transport or the acquirer failed, and the outcome is unknown.
    Unknown,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Unmet => 1,
            Exit::BadInput => 2,
            Exit::Unknown => 3,
        })
    }
}

/// A command that could not do its work: which field is to blame, and what to do about it. Never card data or a PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    pub(crate) field: String,
    pub(crate) message: String,
    /// The terminal's stable number for it.
    pub(crate) code: Option<u16>,
}

impl Failure {
    /// Bad input in `field`; `message` says what is wrong and what is wanted.
    pub(crate) fn bad_input(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { exit: Exit::BadInput, field: field.into(), message: message.into(), code: None }
    }

    /// The transport or the acquirer failed.
    pub(crate) fn unknown(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { exit: Exit::Unknown, field: field.into(), message: message.into(), code: None }
    }

    /// The document that stands on standard output in place of an answer.
    pub(crate) fn document(&self) -> Value {
        match self.code {
            None => json!({ "error": { "field": self.field, "message": self.message } }),
            Some(code) => json!({ "error": { "field": self.field, "message": self.message, "code": code } }),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tap: {}: {}", self.field, self.message)
    }
}
