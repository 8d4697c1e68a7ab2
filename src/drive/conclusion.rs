//! How a tap can end.

use tapkernel_core::data::Database;
use tapkernel_core::outcome::{Cvm, Outcome};

use crate::reader::FinalOutcome;

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
    TryAnotherInterface(Box<FinalOutcome>),
    /// The tap ended without a decision.
    EndApplication(Box<FinalOutcome>),
}

impl Final {
    /// The outcome with all its parameters.
    pub fn outcome(&self) -> &FinalOutcome {
        match self {
            Self::Approved(outcome)
            | Self::Declined(outcome)
            | Self::TryAnotherInterface(outcome)
            | Self::EndApplication(outcome) => outcome,
            Self::OnlineRequest(request) => request.outcome(),
        }
    }
}

impl From<Box<FinalOutcome>> for Final {
    fn from(outcome: Box<FinalOutcome>) -> Self {
        match outcome.parameters.outcome {
            Outcome::Approved => Self::Approved(outcome),
            Outcome::Declined => Self::Declined(outcome),
            Outcome::OnlineRequest => Self::OnlineRequest(OnlineRequest(outcome)),
            Outcome::TryAnotherInterface => Self::TryAnotherInterface(outcome),
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
}
