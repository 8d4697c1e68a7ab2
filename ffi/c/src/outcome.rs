//! Outcomes.

use std::ffi::c_char;

use tapkernel_facade::{Outcome, Start};

use crate::memory::{Struct, array, counted};
use crate::user_interface::tk_ui;

/// Which outcome is meant.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "C makes the values")]
#[repr(u8)]
pub enum tk_outcome_of {
    /// The final outcome of the latest tap.
    Tap = 0,
    /// That of the kernel which the latest step KERNEL_OUTCOME told of.
    Kernel = 1,
}

/// What goes with an outcome beside its parameters.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "C makes the values")]
#[repr(u8)]
pub enum tk_outcome_data {
    /// Data Record in BER-TLV: what the acquirer gets.
    DataRecord = 0,
    /// Discretionary Data in BER-TLV.
    DiscretionaryData = 1,
    /// Every data object that the kernel had at its end, in BER-TLV.
    Database = 2,
    /// Requirements and symbols executed: text, separated by spaces, no NUL. Never card data.
    Path = 3,
}

/// An outcome and its parameters (Book A, 6.2).
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_outcome {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// Identifier of the kernel that ran; 0 if none did.
    pub kernel: u32,
    /// How long the field is to be off; counts if has_field_off.
    pub field_off_ms: u32,
    /// How long a card may be held for the issuer; 0 is no limit.
    pub removal_timeout_ms: u32,
    /// The status word that was the reason; 0 if none was.
    pub status_word: u16,
    /// tk_outcome_kind.
    pub kind: u8,
    /// tk_start; 0 is N/A.
    pub start: u8,
    /// tk_online_response_data.
    pub online_response_data: u8,
    /// tk_cvm.
    pub cvm: u8,
    /// tk_alternate_interface.
    pub alternate_interface: u8,
    /// Whether the kernel wants a receipt.
    pub receipt: u8,
    /// Whether there is a Field Off Request.
    pub has_field_off: u8,
    /// Error of the interface, tk_l1_error; 0 is none.
    pub l1: u8,
    /// Error of the card's data, coded as in the Error Indication; 0 is none.
    pub l2: u8,
    /// Error of the terminal, coded as in the Error Indication; 0 is none.
    pub l3: u8,
    /// Whether a message went with the error.
    pub has_message: u8,
    /// That message.
    pub message: u8,
    /// tk_oda_method.
    pub oda_method: u8,
    /// tk_oda_result.
    pub oda_result: u8,
    /// Whether there is a Data Record.
    pub has_data_record: u8,
    /// Whether there are Discretionary Data.
    pub has_discretionary_data: u8,
    /// Whether there is a User Interface Request on Outcome.
    pub has_ui_on_outcome: u8,
    /// Whether there is a User Interface Request on Restart.
    pub has_ui_on_restart: u8,
    /// Whether an answer of the issuer can bring the reader back to the kernel.
    pub may_resume: u8,
    /// Whether the card is held in the field for it.
    pub card_held: u8,
    /// AID of the Combination.
    pub aid: [u8; 16],
    /// How many bytes of it count; 0 if none was selected.
    pub aid_len: u8,
    /// ADF Name of the card's application.
    pub adf_name: [u8; 16],
    /// How many bytes of it count.
    pub adf_name_len: u8,
    /// Why offline data authentication failed or was not done: a stable word, NUL at the end.
    pub oda_reason: [c_char; 64],
    /// Given as a step too.
    pub ui_on_outcome: tk_ui,
    /// Given as a step too.
    pub ui_on_restart: tk_ui,
}

// SAFETY: numbers only, size and version first.
unsafe impl Struct for tk_outcome {}

impl tk_outcome {
    pub(crate) fn of(old: Self, outcome: &Outcome) -> Self {
        let ((aid, aid_len), (adf_name, adf_name_len)) = (counted(&outcome.aid), counted(&outcome.adf_name));
        let ui = |request: &Option<_>| request.as_ref().map_or(tk_ui::NOTHING, tk_ui::from);
        let error = &outcome.error;
        Self {
            kernel: outcome.kernel.unwrap_or_default(),
            field_off_ms: outcome.field_off_ms.unwrap_or_default(),
            removal_timeout_ms: outcome.removal_timeout_ms,
            status_word: error.status_word,
            kind: outcome.kind.number(),
            start: outcome.start.map_or(0, Start::number),
            online_response_data: outcome.online_response_data.number(),
            cvm: outcome.cvm.number(),
            alternate_interface: outcome.alternate_interface.number(),
            receipt: outcome.receipt.into(),
            has_field_off: outcome.field_off_ms.is_some().into(),
            l1: error.l1,
            l2: error.l2,
            l3: error.l3,
            has_message: error.message.is_some().into(),
            message: error.message.unwrap_or_default(),
            oda_method: outcome.oda_method.number(),
            oda_result: outcome.oda_result.number(),
            has_data_record: outcome.data_record.is_some().into(),
            has_discretionary_data: outcome.discretionary_data.is_some().into(),
            has_ui_on_outcome: outcome.ui_on_outcome.is_some().into(),
            has_ui_on_restart: outcome.ui_on_restart.is_some().into(),
            may_resume: outcome.may_resume.into(),
            card_held: outcome.card_held.into(),
            oda_reason: array(outcome.oda_reason.as_deref().unwrap_or_default()),
            ui_on_outcome: ui(&outcome.ui_on_outcome),
            ui_on_restart: ui(&outcome.ui_on_restart),
            aid,
            aid_len,
            adf_name,
            adf_name_len,
            ..old
        }
    }
}
