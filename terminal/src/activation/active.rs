//! What is active, and what an activation is checked against.

use std::time::Duration;

use super::{ActivationCode, ProfileState};

/// The document that is active. To be kept in the journal, with the document or its text beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Active {
    /// Its serial.
    pub serial: u64,
    /// Its state.
    pub state: ProfileState,
    /// Its terminal.
    pub terminal_id: String,
}

/// What a document is checked against before it becomes active.
#[derive(Clone, Copy, Debug)]
pub struct Activation<'a> {
    /// The code that the merchant typed. A first activation needs one.
    pub code: Option<&'a ActivationCode>,
    /// Which terminal this is to be, where that is known: typed by the merchant, or bound to the device.
    pub terminal_id: Option<&'a str>,
    /// What is active already, from the journal.
    pub active: Option<&'a Active>,
    /// Time since 1970, from a clock that the people at the terminal cannot set where there is one.
    pub now: Duration,
}
