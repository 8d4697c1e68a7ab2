//! What the reader notices of a command.

use std::time::Duration;

/// What comes of a command at the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// The R-APDU, status word included; `None` if the card left the field before it was sent.
    pub answer: Option<Vec<u8>>,
    /// How long the card takes, beyond what the transport needs.
    pub delay: Duration,
}

/// When the card leaves the field: the answer to this command is lost, although the card has done what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Torn {
    /// The number of the C-APDU since the field came on; SELECT of the directory is the first.
    pub at: u32,
    /// How many taps are torn; those after them are not.
    pub times: u32,
}
