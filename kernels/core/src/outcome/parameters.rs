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

impl OutcomeParameterSet {
    /// The parameters in ten bytes, as type-approval traces have them.
    ///
    /// | bytes | parameter | coding |
    /// |---|---|---|
    /// | 1 | Outcome | 1 Select Next, 2 Try Again, 3 Approved, 4 Declined, 5 Online Request, 6 Try Another Interface, 7 End Application |
    /// | 2 | Start | 0A to 0D; FF is N/A |
    /// | 3 | Online Response Data | 0 N/A, 1 EMV data, 2 any |
    /// | 4 | CVM | 0 N/A, 1 No CVM, 2 Online PIN, 3 Confirmation Code Verified, 4 Obtain Signature |
    /// | 5 | Alternate Interface Preference | 0 N/A, 1 contact chip, 2 mag-stripe, 3 both |
    /// | 6 | presence | bit 8 UI on outcome, 7 UI on restart, 6 Data Record, 5 Discretionary Data, 4 Receipt |
    /// | 7, 8 | Field Off Request | units of 100 ms; FFFF is N/A |
    /// | 9, 10 | Removal Timeout | units of 100 ms |
    ///
    /// The values in bytes 1 to 5 number the lists of Book A, 6.2 in its order; no book fixes this form.
    pub fn encode(&self) -> [u8; 10] {
        let [off_high, off_low] = self.field_off.map_or([0xFF; 2], |Tenths(time)| time.to_be_bytes());
        let [removal_high, removal_low] = self.removal_timeout.0.to_be_bytes();
        let start = self.start.map_or(0xFF, Start::code);
        let online_response_data = match self.online_response_data {
            OnlineResponseData::NotApplicable => 0,
            OnlineResponseData::EmvData => 1,
            OnlineResponseData::Any => 2,
        };
        let alternate_interface = match self.alternate_interface {
            AlternateInterface::NotApplicable => 0,
            AlternateInterface::ContactChip => 1,
            AlternateInterface::MagStripe => 2,
            AlternateInterface::Both => 3,
        };
        [
            self.outcome.code(),
            start,
            online_response_data,
            self.cvm.code(),
            alternate_interface,
            self.presence(),
            off_high,
            off_low,
            removal_high,
            removal_low,
        ]
    }

    /// Which of the optional parts are there, from bit 8 down.
    fn presence(&self) -> u8 {
        [
            self.ui_on_outcome.is_some(),
            self.ui_on_restart.is_some(),
            self.data_record.is_some(),
            self.discretionary_data.is_some(),
            self.receipt,
        ]
        .into_iter()
        .fold(0, |bits, present| bits << 1 | u8::from(present))
            << 3
    }
}

impl Outcome {
    /// Its number in the ten bytes of [`OutcomeParameterSet::encode`].
    const fn code(self) -> u8 {
        match self {
            Self::SelectNext => 1,
            Self::TryAgain => 2,
            Self::Approved => 3,
            Self::Declined => 4,
            Self::OnlineRequest => 5,
            Self::TryAnotherInterface => 6,
            Self::EndApplication => 7,
        }
    }
}

impl Start {
    const fn code(self) -> u8 {
        match self {
            Self::A => 0x0A,
            Self::B => 0x0B,
            Self::C => 0x0C,
            Self::D => 0x0D,
        }
    }
}

impl Cvm {
    const fn code(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::NoCvm => 1,
            Self::OnlinePin => 2,
            Self::ConfirmationCodeVerified => 3,
            Self::ObtainSignature => 4,
        }
    }
}
