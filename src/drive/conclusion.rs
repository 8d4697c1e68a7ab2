//! How a tap can end.

use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;
use tapkernel_core::outcome::{Cvm, Outcome, Start};

use super::OtherInterface;
use crate::reader::{FinalOutcome, Interfaces, Tap};

/// A final outcome by its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Final {
    /// Approved offline.
    Approved(Box<FinalOutcome>),
    /// Declined offline.
    Declined(Box<FinalOutcome>),
    /// The issuer must decide: send the data record.
    OnlineRequest(OnlineRequest),
    /// The card wants another interface, or the amount is not for contactless.
    TryAnotherInterface(OtherInterface),
    /// The tap ended without a decision.
    EndApplication(Box<FinalOutcome>),
}

impl Final {
    /// The outcome with all its parameters.
    pub fn outcome(&self) -> &FinalOutcome {
        match self {
            Self::Approved(outcome) | Self::Declined(outcome) | Self::EndApplication(outcome) => outcome,
            Self::TryAnotherInterface(other) => other.outcome(),
            Self::OnlineRequest(request) => request.outcome(),
        }
    }
}

impl Final {
    /// The kind of an outcome, on a device with these interfaces.
    pub fn new(outcome: Box<FinalOutcome>, interfaces: Interfaces) -> Self {
        match outcome.parameters.outcome {
            Outcome::Approved => Self::Approved(outcome),
            Outcome::Declined => Self::Declined(outcome),
            Outcome::OnlineRequest => Self::OnlineRequest(OnlineRequest(outcome)),
            Outcome::TryAnotherInterface => Self::TryAnotherInterface(OtherInterface { outcome, interfaces }),
            Outcome::EndApplication | Outcome::TryAgain | Outcome::SelectNext => {
                Self::EndApplication(outcome)
            }
        }
    }
}

/// An authorisation that the issuer must decide.
#[derive(Clone, Debug, PartialEq)]
pub struct OnlineRequest(Box<FinalOutcome>);

impl OnlineRequest {
    /// The cardholder verification that goes with it; for [`Cvm::OnlinePin`] the PIN is asked now.
    pub fn cvm(&self) -> Cvm {
        self.0.parameters.cvm
    }

    /// The data for the acquirer, if the kernel gave any.
    pub fn data_record(&self) -> Option<&Database> {
        self.0.parameters.data_record.as_ref()
    }

    /// The outcome with all its parameters.
    pub fn outcome(&self) -> &FinalOutcome {
        &self.0
    }

    /// The second tap, if the card is to get this answer of the issuer: run it as the first one, with
    /// [`blocking`](super::blocking()). `None` if the kernel does not want it; the issuer's answer stands then.
    pub fn second_tap(&self, response: OnlineResponse) -> Option<Tap> {
        let resumption = self.0.resumption.as_ref().filter(|resumption| resumption.start() == Start::B)?;
        resumption.with(response).map(Tap::second)
    }

    /// Whether the card is held in the field until the issuer has answered: give the answer to
    /// [`Driver::respond`](super::Driver::respond).
    pub fn holds_card(&self) -> bool {
        self.0.resumption.as_ref().is_some_and(|resumption| resumption.start() == Start::D)
    }
}
