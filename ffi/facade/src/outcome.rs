//! Outcomes with everything that goes with them.

use std::fmt;

use tapkernel::core::data::Database;
use tapkernel::core::oda::OdaReport;
use tapkernel::core::outcome::{ErrorIndication as Indication, OutcomeParameterSet, Start as CoreStart};
use tapkernel::entry_point::FinalOutcome;
use tapkernel::reader::Interfaces;

use crate::data::objects;
use crate::user_interface::tenths;
use crate::{
    AlternateInterface, Cvm, DataObject, Occasion, OdaMethod, OdaResult, OnlineResponseData, OutcomeKind,
    Start, UiRequest,
};

/// An outcome and its parameters (Book A, 6.2): a final one, or that of a kernel on the way.
#[derive(Clone, PartialEq, Eq)]
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

impl From<&Indication> for ErrorIndication {
    fn from(error: &Indication) -> Self {
        let [l1, l2, l3, sw1, sw2, _] = error.encode();
        let message = error.message_on_error.map(|message| message.code());
        Self { l1, l2, l3, status_word: u16::from_be_bytes([sw1, sw2]), message }
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("kind", &self.kind)
            .field("cvm", &self.cvm)
            .field("error", &self.error)
            .field("kernel", &self.kernel)
            .finish_non_exhaustive()
    }
}

impl Outcome {
    pub(crate) fn of_kernel(
        parameters: &OutcomeParameterSet,
        error: &Indication,
        oda: &OdaReport,
        interfaces: Interfaces,
    ) -> Self {
        let record = |data: &Option<Database>| data.as_ref().map(objects);
        Self {
            data_record: record(&parameters.data_record),
            discretionary_data: record(&parameters.discretionary_data),
            ..Self::of_parameters(parameters, error, oda, interfaces)
        }
    }

    /// Without data objects: the lists are empty, where there are any.
    fn of_parameters(
        parameters: &OutcomeParameterSet,
        error: &Indication,
        oda: &OdaReport,
        interfaces: Interfaces,
    ) -> Self {
        let empty = |data: &Option<Database>| data.as_ref().map(|_| Vec::new());
        let ui =
            |request: &Option<_>, on| request.as_ref().map(|request| UiRequest::new(request, on, interfaces));
        Self {
            kind: parameters.outcome.into(),
            start: parameters.start.map(Start::from),
            online_response_data: parameters.online_response_data.into(),
            cvm: parameters.cvm.into(),
            ui_on_outcome: ui(&parameters.ui_on_outcome, Occasion::Outcome),
            ui_on_restart: ui(&parameters.ui_on_restart, Occasion::Restart),
            data_record: empty(&parameters.data_record),
            discretionary_data: empty(&parameters.discretionary_data),
            alternate_interface: parameters.alternate_interface.into(),
            receipt: parameters.receipt,
            field_off_ms: parameters.field_off.map(tenths),
            removal_timeout_ms: tenths(parameters.removal_timeout),
            error: error.into(),
            oda_method: oda.method.into(),
            oda_result: oda.result.into(),
            oda_reason: oda.reason.map(|reason| reason.to_string()),
            kernel: None,
            aid: Vec::new(),
            adf_name: Vec::new(),
            database: Vec::new(),
            path: Vec::new(),
            may_resume: false,
            card_held: false,
        }
    }

    /// A final one without data objects and path.
    pub(crate) fn without_data(outcome: &FinalOutcome, interfaces: Interfaces) -> Self {
        let bytes = |aid: &Option<tapkernel::core::data::Aid>| {
            aid.as_ref().map(|aid| aid.as_bytes().to_vec()).unwrap_or_default()
        };
        let resumption = outcome.resumption.as_ref();
        Self {
            kernel: outcome.kernel.map(|kernel| kernel.0),
            aid: bytes(&outcome.aid),
            adf_name: bytes(&outcome.adf_name),
            may_resume: resumption.is_some(),
            card_held: resumption.is_some_and(|resumption| resumption.start() == CoreStart::D),
            ..Self::of_parameters(&outcome.parameters, &outcome.error, &outcome.oda, interfaces)
        }
    }

    pub(crate) fn of(outcome: &FinalOutcome, interfaces: Interfaces) -> Self {
        let record = |data: &Option<Database>| data.as_ref().map(objects);
        Self {
            data_record: record(&outcome.parameters.data_record),
            discretionary_data: record(&outcome.parameters.discretionary_data),
            database: objects(&outcome.database),
            path: outcome.path.iter().map(|&symbol| symbol.to_owned()).collect(),
            ..Self::without_data(outcome, interfaces)
        }
    }
}
