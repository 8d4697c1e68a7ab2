//! Outcomes and their parameters (Book A, 6.2).

use core::fmt;

use super::UserInterfaceRequest;
use crate::data::Database;

/// What a kernel decided (Book A, 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Approved offline.
    Approved,
    /// Declined offline.
    Declined,
    /// The issuer must decide.
    OnlineRequest,
    /// Present the card again.
    TryAgain,
    /// Go on with the next application of the card.
    SelectNext,
    /// The card wants contacts or a swipe.
    TryAnotherInterface,
    /// No further processing of this card.
    EndApplication,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Approved => "Approved",
            Self::Declined => "Declined",
            Self::OnlineRequest => "Online Request",
            Self::TryAgain => "Try Again",
            Self::SelectNext => "Select Next",
            Self::TryAnotherInterface => "Try Another Interface",
            Self::EndApplication => "End Application",
        })
    }
}

/// Where the Entry Point starts (Book B, 2.2), and where an outcome wants it to start again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Start {
    /// Pre-processing.
    A,
    /// Protocol activation.
    B,
    /// Combination selection.
    C,
    /// Kernel activation.
    D,
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Which answer of the issuer brings the reader back to the kernel (Online Response Data, Book A, 6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OnlineResponseData {
    /// None.
    #[default]
    NotApplicable,
    /// One with EMV data: issuer authentication data or scripts.
    EmvData,
    /// Any.
    Any,
}

/// The cardholder verification method that the kernel settled (Book A, 6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Cvm {
    /// Nothing was settled.
    #[default]
    NotApplicable,
    /// None is needed.
    NoCvm,
    /// The signature of the cardholder.
    ObtainSignature,
    /// A PIN that the issuer checks.
    OnlinePin,
    /// The cardholder's device has verified its holder.
    ConfirmationCodeVerified,
}

impl fmt::Display for Cvm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotApplicable => "N/A",
            Self::NoCvm => "No CVM",
            Self::ObtainSignature => "Obtain Signature",
            Self::OnlinePin => "Online PIN",
            Self::ConfirmationCodeVerified => "Confirmation Code Verified",
        })
    }
}

/// The interface that the card wants instead (Alternate Interface Preference, Book A, 6.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AlternateInterface {
    /// None in particular.
    #[default]
    NotApplicable,
    /// The contact chip.
    ContactChip,
    /// The magnetic stripe.
    MagStripe,
    /// Either.
    Both,
}

/// A time in units of 100 ms, as the outcome parameters carry it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenths(pub u16);

/// An outcome and everything that goes with it (Book A, 6.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeParameterSet {
    /// The outcome.
    pub outcome: Outcome,
    /// Where to start again; `None` is N/A.
    pub start: Option<Start>,
    /// Which online answers restart the kernel.
    pub online_response_data: OnlineResponseData,
    /// The cardholder verification method.
    pub cvm: Cvm,
    /// What to show now.
    pub ui_on_outcome: Option<UserInterfaceRequest>,
    /// What to show when the Entry Point starts again.
    pub ui_on_restart: Option<UserInterfaceRequest>,
    /// What the acquirer gets.
    pub data_record: Option<Database>,
    /// What the terminal gets beside it.
    pub discretionary_data: Option<Database>,
    /// The interface wanted instead.
    pub alternate_interface: AlternateInterface,
    /// Whether the kernel wants a receipt printed.
    pub receipt: bool,
    /// How long the field is to be off; `None` is N/A.
    pub field_off: Option<Tenths>,
    /// How long an online request may wait with the card in the field; zero is no limit set.
    pub removal_timeout: Tenths,
}

impl OutcomeParameterSet {
    /// The outcome with every parameter at N/A.
    pub const fn new(outcome: Outcome) -> Self {
        Self {
            outcome,
            start: None,
            online_response_data: OnlineResponseData::NotApplicable,
            cvm: Cvm::NotApplicable,
            ui_on_outcome: None,
            ui_on_restart: None,
            data_record: None,
            discretionary_data: None,
            alternate_interface: AlternateInterface::NotApplicable,
            receipt: false,
            field_off: None,
            removal_timeout: Tenths(0),
        }
    }
}
