//! What goes into the Entry Point and what comes out.

use core::time::Duration;
use std::fmt;
use std::sync::Arc;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::{Aid, Database, KernelId, TransactionData};
use tapkernel_core::kernel::Policies;
use tapkernel_core::oda::{CaPublicKeys, OdaReport};
use tapkernel_core::outcome::{ErrorIndication, L1Error, OutcomeParameterSet, Start, UserInterfaceRequest};

use super::{Combination, RandomError};

/// One transaction as the Entry Point gets it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Amounts, type, currency, date and time.
    pub transaction: TransactionData,
    /// The Combinations configured for this transaction type.
    pub combinations: Arc<[Combination]>,
    /// The CA public keys that the kernels may use.
    pub ca_public_keys: Arc<CaPublicKeys>,
    /// Where the product is stricter than the books.
    pub policies: Policies,
    /// [`Start::A`] for a new transaction with its own amount, [`Start::B`] without pre-processing.
    pub start: Start,
    /// How long to wait for a card each time the field goes on; `None` for ever.
    pub card_timeout: Option<Duration>,
}

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
    /// The kernel needs or offers data. Answer with [`Input::Data`].
    DataExchange(Database),
    /// The transaction is over.
    Outcome(Box<FinalOutcome>),
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
}

/// A final outcome: what the reader hands to the terminal (Book A, 6.1).
#[derive(Clone, Debug, PartialEq)]
pub struct FinalOutcome {
    /// Outcome and parameters.
    pub parameters: OutcomeParameterSet,
    /// The error behind it, if there was one.
    pub error: ErrorIndication,
    /// What became of offline data authentication.
    pub oda: OdaReport,
    /// AID of the Combination, if one was selected.
    pub aid: Option<Aid>,
    /// ADF Name of the card's application.
    pub adf_name: Option<Aid>,
    /// The kernel that ran.
    pub kernel: Option<KernelId>,
    /// All data objects that the kernel had at its end.
    pub database: Database,
    /// Requirements and symbols executed, those of the Entry Point and of the kernels, in order.
    pub path: Vec<&'static str>,
}

/// The caller or its source of randomness did something wrong. A card never causes one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryPointError {
    /// A transaction is going on.
    #[error("a transaction is going on: stop it or let it end first")]
    Busy,
    /// The input does not answer what was asked.
    #[error("{0} is not what was asked for")]
    Unexpected(&'static str),
    /// The request has no Combination.
    #[error("no application is configured for this transaction")]
    NoCombination,
    /// A Combination names a kernel that is not registered.
    #[error("kernel {0} is configured and not registered")]
    UnknownKernel(KernelId),
    /// A new transaction starts at A or B.
    #[error("a new transaction starts at A or B, not at {0}")]
    NoSuchStart(Start),
    /// No Unpredictable Number.
    #[error(transparent)]
    Random(#[from] RandomError),
}
