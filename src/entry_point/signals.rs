//! What the Entry Point is told, and what it wants.

use core::time::Duration;
use std::fmt;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::{L1Error, UserInterfaceRequest};

use super::{FinalOutcome, Offer};

/// What the Entry Point is told.
#[derive(Clone, Copy)]
pub enum Input<'a> {
    /// One card is in the field and activated.
    CardDetected,
    /// More than one card is in the field.
    Collision,
    /// No card is in the field any more, after a collision.
    FieldClear,
    /// The card answered the latest command; status word included.
    Answer {
        /// The R-APDU.
        rapdu: &'a [u8],
        /// How long the card took.
        elapsed: Duration,
    },
    /// The card did not answer the latest command.
    L1Error(L1Error),
    /// The terminal answers a data exchange of the kernel.
    Data(&'a Database),
    /// The application was chosen: its number in the list of [`Output::Choose`], from 0.
    Chosen(usize),
    /// The issuer answered, while the card is held in the field.
    OnlineResponse(&'a OnlineResponse),
    /// Time has passed.
    Tick,
    /// The terminal ends the transaction.
    Stop,
}

impl Input<'_> {
    /// The input's name, for errors.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::CardDetected => "CardDetected",
            Self::Collision => "Collision",
            Self::FieldClear => "FieldClear",
            Self::Answer { .. } => "Answer",
            Self::L1Error(_) => "L1Error",
            Self::Data(_) => "Data",
            Self::Chosen(_) => "Chosen",
            Self::OnlineResponse(_) => "OnlineResponse",
            Self::Tick => "Tick",
            Self::Stop => "Stop",
        }
    }
}

impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer { rapdu, elapsed } => write!(f, "Answer({} bytes, {elapsed:?})", rapdu.len()),
            Self::L1Error(error) => write!(f, "L1Error({error:?})"),
            Self::Data(data) => write!(f, "Data({data:?})"),
            other => f.write_str(other.name()),
        }
    }
}

/// What the Entry Point wants.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// Field on; look for a card until the deadline. Answer with [`Input::CardDetected`] or [`Input::Collision`].
    AwaitCard,
    /// Wait until no card is in the field. Answer with [`Input::FieldClear`].
    AwaitFieldClear,
    /// Send this. Answer with [`Input::Answer`] or [`Input::L1Error`].
    Transmit(CApdu),
    /// Show this; and why it is shown now.
    Display(UserInterfaceRequest, Occasion),
    /// Field off for this long; nothing is polled meanwhile. Answer with [`Input::Tick`] at the deadline, if there is one.
    FieldOff(Duration),
    /// The cardholder or the merchant may choose among these, best first. Answer with [`Input::Chosen`]; at the
    /// deadline the first is taken. Only if the request asks for it.
    Choose(Vec<Offer>),
    /// The kernel needs or offers data. Answer with [`Input::Data`].
    DataExchange(Database),
    /// The final outcome. The transaction is over, unless it is an Online Request with Start D: then the card is held in
    /// the field. Answer with [`Input::OnlineResponse`]; another outcome or [`Output::Released`] follows.
    Outcome(Box<FinalOutcome>),
    /// A card that was held is let go without another outcome: the issuer's answer stands as it is.
    Released,
}

/// Why a user interface request is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Processing asks for it.
    Processing,
    /// It came with an outcome.
    Outcome,
    /// The Entry Point starts again after an outcome.
    Restart,
    /// The transaction is over: the reader's lights go to Idle, or to Ready to Read if it runs by itself.
    End,
}
