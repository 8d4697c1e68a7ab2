//! Outcomes.

use tapkernel_facade::{
    AlternateInterface, Cvm, DataObject, ErrorIndication, OdaMethod, OdaResult, OnlineResponseData, Outcome,
    OutcomeKind, Start, UiRequest,
};

/// An outcome and its parameters (Book A, 6.2): a final one, or that of a kernel on the way.
#[uniffi::remote(Record)]
pub struct Outcome {
    /// What was decided.
    pub kind: OutcomeKind,
    /// Where to start again; none is N/A.
    pub start: Option<Start>,
    /// Which answer of the issuer the kernel wants.
    pub online_response_data: OnlineResponseData,
    /// The cardholder verification.
    pub cvm: Cvm,
    /// What to show; a session gives it as a step too.
    pub ui_on_outcome: Option<UiRequest>,
    /// What to show when the Entry Point starts again; a session gives it as a step too.
    pub ui_on_restart: Option<UiRequest>,
    /// What the acquirer gets, if the kernel gave anything.
    pub data_record: Option<Vec<DataObject>>,
    /// What the terminal gets beside it, if the kernel gave anything.
    pub discretionary_data: Option<Vec<DataObject>>,
    /// The interface wanted instead.
    pub alternate_interface: AlternateInterface,
    /// Whether the kernel wants a receipt.
    pub receipt: bool,
    /// How long the field is to be off, in milliseconds; none is N/A. A session gives it as a step too.
    pub field_off_ms: Option<u32>,
    /// How long a card may be held for the issuer, in milliseconds; zero is no limit.
    pub removal_timeout_ms: u32,
    /// The error behind it.
    pub error: ErrorIndication,
    /// The method of offline data authentication.
    pub oda_method: OdaMethod,
    /// Its result.
    pub oda_result: OdaResult,
    /// Why it failed or was not done: a stable word with hyphens.
    pub oda_reason: Option<String>,
    /// Identifier of the kernel that ran.
    pub kernel: Option<u32>,
    /// AID of the Combination; empty if none was selected.
    pub aid: Vec<u8>,
    /// ADF Name of the card's application; empty if none was selected.
    pub adf_name: Vec<u8>,
    /// Every data object that the kernel had at its end.
    pub database: Vec<DataObject>,
    /// Requirements and symbols executed, in order. Never card data.
    pub path: Vec<String>,
    /// Whether an answer of the issuer can bring the reader back to the kernel.
    pub may_resume: bool,
    /// Whether the card is held in the field for that answer.
    pub card_held: bool,
}

/// The error behind an outcome (Error Indication `DF8115`).
#[uniffi::remote(Record)]
pub struct ErrorIndication {
    /// Error of the interface; 0 is none.
    pub l1: u8,
    /// Error of the card's data; 0 is none.
    pub l2: u8,
    /// Error of the terminal; 0 is none.
    pub l3: u8,
    /// The status word that was the reason; 0 is none.
    pub status_word: u16,
    /// The message that went with it.
    pub message: Option<u8>,
}
