//! Kernels in another language.

use std::fmt;

use crate::{
    AlternateInterface, Cvm, DataObject, ErrorIndication, L1Error, OdaMethod, OdaResult, OnlineResponseData,
    OutcomeKind, Start, UiRequest,
};

/// A kernel that another language brings: domestic, or for a test. It is registered with a session under its identifier and
/// activated by our Entry Point as ours are.
pub trait ForeignKernel: Send + Sync {
    /// Kernel Identifier: the number that its one or three bytes form.
    fn kernel_id(&self) -> u32;

    /// Its version, for the laboratory's notes.
    fn version(&self) -> String;

    /// Begins on an activated card. What it wants first is asked with [`KernelSignal::Act`].
    fn activate(&self, activation: KernelActivation) -> Box<dyn ActiveForeignKernel>;
}

/// A foreign kernel at work on one card.
pub trait ActiveForeignKernel: Send {
    /// Takes a signal at a time of the caller's clock and says what is wanted, in order. After [`KernelWant::Conclude`] it
    /// is not called again. A kernel that breaks the rules of a want is ended with End Application, TERMINAL DATA ERROR.
    fn handle(&mut self, signal: KernelSignal, now_us: u64) -> Vec<KernelWant>;
}

/// Everything that a kernel knows at its start (Book B, 3.4).
#[derive(Clone)]
pub struct KernelActivation {
    /// Whether the Entry Point came here by a restart.
    pub restart: bool,
    /// AID of the Combination; empty if nothing was selected (Start D).
    pub aid: Vec<u8>,
    /// ADF Name; empty if nothing was selected.
    pub adf_name: Vec<u8>,
    /// The answer to SELECT without its status word; empty if nothing was selected.
    pub fci: Vec<u8>,
    /// The terminal's data objects and those of the transaction, Unpredictable Number `9F37` and the copy of the TTQ for
    /// this transaction `9F66` included.
    pub data: Vec<DataObject>,
    /// Status Check Requested.
    pub status_check_requested: bool,
    /// Zero Amount.
    pub zero_amount: bool,
    /// Reader CVM Required Limit Exceeded.
    pub cvm_required_limit_exceeded: bool,
    /// Reader Contactless Floor Limit Exceeded.
    pub floor_limit_exceeded: bool,
    /// The issuer's answer, at a second tap or for a held card.
    pub online_response: Option<Vec<DataObject>>,
    /// With it: what the kernel had left in [`KernelConclusion::database`].
    pub previous: Vec<DataObject>,
}

impl fmt::Debug for KernelActivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KernelActivation").field("restart", &self.restart).finish_non_exhaustive()
    }
}

/// What a kernel is told.
#[derive(Clone, PartialEq, Eq)]
pub enum KernelSignal {
    /// ACT: it begins.
    Act,
    /// RA: the card answered; status word included.
    Answer {
        /// The R-APDU.
        rapdu: Vec<u8>,
        /// How long the card took.
        elapsed_us: u64,
    },
    /// L1RSP: no answer came.
    NoAnswer {
        /// Why.
        error: L1Error,
    },
    /// DET: data from the terminal.
    Data {
        /// The data.
        data: Vec<DataObject>,
    },
    /// The number that [`KernelWant::UnpredictableNumber`] asked for.
    UnpredictableNumber {
        /// Four bytes.
        number: [u8; 4],
    },
    /// STOP: the terminal ends the transaction.
    Stop,
    /// TIMEOUT: the deadline has passed.
    Timeout,
}

impl fmt::Debug for KernelSignal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Act => "Act",
            Self::Answer { .. } => "Answer",
            Self::NoAnswer { .. } => "NoAnswer",
            Self::Data { .. } => "Data",
            Self::UnpredictableNumber { .. } => "UnpredictableNumber",
            Self::Stop => "Stop",
            Self::Timeout => "Timeout",
        })
    }
}

/// What a kernel wants.
#[derive(Clone, PartialEq, Eq)]
pub enum KernelWant {
    /// CA: send this to the card: a command of 4 to 261 bytes with short lengths.
    Transmit {
        /// The C-APDU.
        command: Vec<u8>,
    },
    /// MSG: show this.
    Display {
        /// What; its occasion and text do not count.
        request: UiRequest,
    },
    /// DEK: the kernel needs or offers data.
    DataExchange {
        /// The data.
        data: Vec<DataObject>,
    },
    /// A fresh Unpredictable Number.
    UnpredictableNumber,
    /// [`KernelSignal::Timeout`] at this time, until another signal is handled.
    Deadline {
        /// On the caller's clock.
        at_us: u64,
    },
    /// OUT: the kernel has ended.
    Conclude {
        /// How.
        conclusion: Box<KernelConclusion>,
    },
}

impl fmt::Debug for KernelWant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Transmit { .. } => "Transmit",
            Self::Display { .. } => "Display",
            Self::DataExchange { .. } => "DataExchange",
            Self::UnpredictableNumber => "UnpredictableNumber",
            Self::Deadline { .. } => "Deadline",
            Self::Conclude { .. } => "Conclude",
        })
    }
}

/// How a kernel ended (Book A, 6.2).
#[derive(Clone, PartialEq, Eq)]
pub struct KernelConclusion {
    /// The outcome.
    pub kind: OutcomeKind,
    /// Where to start again; none is N/A.
    pub start: Option<Start>,
    /// Which answer of the issuer it wants.
    pub online_response_data: OnlineResponseData,
    /// The cardholder verification.
    pub cvm: Cvm,
    /// What to show now.
    pub ui_on_outcome: Option<UiRequest>,
    /// What to show when the Entry Point starts again.
    pub ui_on_restart: Option<UiRequest>,
    /// What the acquirer gets.
    pub data_record: Option<Vec<DataObject>>,
    /// What the terminal gets beside it.
    pub discretionary_data: Option<Vec<DataObject>>,
    /// The interface wanted instead.
    pub alternate_interface: AlternateInterface,
    /// Whether it wants a receipt.
    pub receipt: bool,
    /// How long the field is to be off; none is N/A.
    pub field_off_ms: Option<u32>,
    /// How long a card may be held for the issuer; zero is no limit.
    pub removal_timeout_ms: u32,
    /// The error behind it.
    pub error: ErrorIndication,
    /// What it did of offline data authentication.
    pub oda_method: OdaMethod,
    /// What came of it.
    pub oda_result: OdaResult,
    /// Every data object that it had; it gets them back with the issuer's answer.
    pub database: Vec<DataObject>,
}

impl KernelConclusion {
    /// An outcome with everything else at N/A.
    pub const fn new(kind: OutcomeKind) -> Self {
        Self {
            kind,
            start: None,
            online_response_data: OnlineResponseData::NotApplicable,
            cvm: Cvm::NotApplicable,
            ui_on_outcome: None,
            ui_on_restart: None,
            data_record: None,
            discretionary_data: None,
            alternate_interface: AlternateInterface::NotApplicable,
            receipt: false,
            field_off_ms: None,
            removal_timeout_ms: 0,
            error: ErrorIndication { l1: 0, l2: 0, l3: 0, status_word: 0, message: None },
            oda_method: OdaMethod::None,
            oda_result: OdaResult::NotPerformed,
            database: Vec::new(),
        }
    }
}

impl fmt::Debug for KernelConclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KernelConclusion").field("kind", &self.kind).finish_non_exhaustive()
    }
}
