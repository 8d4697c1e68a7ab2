//! What card, person and issuer of a transcript do.

use std::fmt;
use std::time::Duration;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::L1Error;

use crate::reader::Input;

/// What happens next.
#[derive(Clone, PartialEq, Eq)]
pub enum Move {
    /// One card comes into the field.
    CardDetected,
    /// Several cards do.
    Collision,
    /// The field is empty.
    FieldClear,
    /// The card answers.
    Answer {
        /// The R-APDU.
        rapdu: Vec<u8>,
        /// How long the card took.
        elapsed: Duration,
    },
    /// The card does not answer.
    L1Error(L1Error),
    /// The terminal answers a data exchange.
    Data(Database),
    /// The issuer answers: to the card that is held, or at a second tap.
    OnlineResponse(OnlineResponse),
    /// Time passes, up to [`Script::now`](super::Script::now).
    Tick,
    /// The terminal stops.
    Stop,
}

impl Move {
    /// The same as an input of the reader.
    pub fn input(&self) -> Input<'_> {
        match self {
            Self::CardDetected => Input::CardDetected,
            Self::Collision => Input::Collision,
            Self::FieldClear => Input::FieldClear,
            Self::Answer { rapdu, elapsed } => Input::Answer { rapdu, elapsed: *elapsed },
            Self::L1Error(error) => Input::L1Error(*error),
            Self::Data(data) => Input::Data(data),
            Self::OnlineResponse(response) => Input::OnlineResponse(response),
            Self::Tick => Input::Tick,
            Self::Stop => Input::Stop,
        }
    }
}

impl fmt::Debug for Move {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.input(), f)
    }
}
