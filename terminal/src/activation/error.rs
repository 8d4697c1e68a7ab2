//! Why a profile does not become active.

use std::time::Duration;

use tapkernel::profile::{ProfileError, Stage};
use thiserror::Error;

use super::ProfileState;

/// Why a text is no signed profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SignedProfileError {
    /// More than 1 MiB.
    #[error("longer than 1 MiB")]
    TooLong,
    /// No JSON, or fields that are missing, repeated or unknown.
    #[error("line {line}, column {column}: not a signed profile")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; 0 at the end of a line.
        column: usize,
    },
    /// Another form, perhaps a later one.
    #[error("a form of document that this version does not know")]
    UnknownForm,
    /// The value of this field cannot be.
    #[error("{0}: not a possible value")]
    Field(&'static str),
}

/// Why a signed profile does not become active, or not again.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ActivationError {
    /// The app does not know the key that it names.
    #[error("signed with a key that is not one of this acquirer's")]
    UnknownKey,
    /// It is not what the acquirer signed.
    #[error("the signature is wrong")]
    WrongSignature,
    /// A key for tests signed it for the shop.
    #[error("a key for tests cannot sign for production")]
    KeyForTestsOnly,
    /// It is for another terminal.
    #[error("for another terminal")]
    WrongTerminal,
    /// It is bound to another code.
    #[error("another activation code")]
    WrongCode,
    /// It is bound to a code, and none was given.
    #[error("the activation code is wanted")]
    CodeWanted,
    /// It is an update, and nothing is active.
    #[error("an update, and nothing is active that it could update")]
    OnlyAnUpdate,
    /// Its time has not come.
    #[error("not to be activated before {} s after 1970", .not_before.as_secs())]
    TooEarly {
        /// Time since 1970.
        not_before: Duration,
    },
    /// It is not newer than what is active, or, at [`reopen`](super::SignedProfile::reopen), another one.
    #[error("has serial {offered} where {active} is active")]
    Serial {
        /// Its serial.
        offered: u64,
        /// The serial that is active.
        active: u64,
    },
    /// What is active cannot become this.
    #[error("a profile in state {from} does not become {to} by an activation")]
    Step {
        /// The state that is active.
        from: ProfileState,
        /// That of the document.
        to: ProfileState,
    },
    /// The stage in the profile does not fit the state that was signed.
    #[error("a profile of stage {} cannot be in state {state}", .stage.word())]
    WrongStage {
        /// The state.
        state: ProfileState,
        /// The stage.
        stage: Stage,
    },
    /// The profile in it is for another terminal than the document.
    #[error("document and profile are for two terminals")]
    TwoTerminals,
    /// The profile in it is none.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}
