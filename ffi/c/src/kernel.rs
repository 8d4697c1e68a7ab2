//! Kernels of the caller: what C fills in.

use std::ffi::{c_char, c_void};

use tapkernel_facade::{Error, ErrorCode};

use crate::handles::tk_wants;
use crate::kernel_callbacks::CallerKernel;
use crate::memory::{Struct, text};
use crate::user_interface::tk_ui;

/// A kernel of the caller. Its callbacks are called by the thread that is inside a function of the session; they may use
/// tk_wants_... and other sessions, not this one.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_kernel {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// Kernel Identifier: the number that its one or three bytes form.
    pub kernel_id: u32,
    /// Its version, for the laboratory's notes; null for none.
    pub kernel_version: *const c_char,
    /// Given to `activate`. Must live as long as the session.
    pub user_data: *mut c_void,
    /// Begins on an activated card; gives the state for the other callbacks, which may be null.
    pub activate:
        Option<unsafe extern "C" fn(user_data: *mut c_void, activation: *const tk_activation) -> *mut c_void>,
    /// Takes a signal; says what it wants with tk_wants_.... The first signal is TK_SIGNAL_TAG_ACT.
    pub handle: Option<unsafe extern "C" fn(state: *mut c_void, signal: *const tk_signal, wants: tk_wants)>,
    /// Fills in how it ended, after tk_wants_end. What it points to must stay until `release`.
    pub outcome: Option<unsafe extern "C" fn(state: *mut c_void, conclusion: *mut tk_conclusion)>,
    /// Frees the state, once; may be null.
    pub release: Option<unsafe extern "C" fn(state: *mut c_void)>,
}

// SAFETY: numbers and pointers only, size and version first.
unsafe impl Struct for tk_kernel {}

impl tk_kernel {
    /// # Safety
    ///
    /// The conventions of the header.
    pub(crate) unsafe fn read(self) -> Result<CallerKernel, Error> {
        let missing = || Error::new(ErrorCode::Callback, "a kernel needs activate, handle and outcome");
        // SAFETY: as the caller promises.
        let version = if self.kernel_version.is_null() { "" } else { unsafe { text(self.kernel_version) }? };
        Ok(CallerKernel {
            id: self.kernel_id,
            version: version.to_owned(),
            user_data: self.user_data,
            activate: self.activate.ok_or_else(missing)?,
            handle: self.handle.ok_or_else(missing)?,
            outcome: self.outcome.ok_or_else(missing)?,
            release: self.release,
        })
    }
}

/// Everything that a kernel knows at its start (Book B, 3.4). Its pointers end with the callback.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_activation {
    /// Size of this structure.
    pub struct_size: u32,
    /// TK_API_VERSION.
    pub version: u32,
    /// AID of the Combination.
    pub aid: *const u8,
    /// 0 if nothing was selected (Start D).
    pub aid_len: usize,
    /// ADF Name.
    pub adf_name: *const u8,
    /// 0 if nothing was selected.
    pub adf_name_len: usize,
    /// The answer to SELECT without its status word.
    pub fci: *const u8,
    /// 0 if nothing was selected.
    pub fci_len: usize,
    /// The terminal's data objects and those of the transaction in BER-TLV, 9F37 and the transaction's 9F66 included.
    pub data: *const u8,
    /// How many bytes.
    pub data_len: usize,
    /// The issuer's answer in BER-TLV; counts if has_online_response.
    pub online_response: *const u8,
    /// How many bytes.
    pub online_response_len: usize,
    /// With it: the database that the kernel had left, in BER-TLV.
    pub previous: *const u8,
    /// How many bytes.
    pub previous_len: usize,
    /// Whether there is an answer of the issuer.
    pub has_online_response: u8,
    /// Whether the Entry Point came here by a restart.
    pub restart: u8,
    /// Status Check Requested.
    pub status_check_requested: u8,
    /// Zero Amount.
    pub zero_amount: u8,
    /// Reader CVM Required Limit Exceeded.
    pub cvm_required_limit_exceeded: u8,
    /// Reader Contactless Floor Limit Exceeded.
    pub floor_limit_exceeded: u8,
}

/// What a kernel is told.
#[derive(Clone, Copy)]
#[repr(u8)]
pub enum tk_signal_tag {
    /// It begins.
    Act = 0,
    /// The card answered: data is the R-APDU, status word included.
    Answer = 1,
    /// No answer came: l1 says why.
    NoAnswer = 2,
    /// Data from the terminal, in BER-TLV.
    Data = 3,
    /// The number that was asked for: data is its four bytes.
    UnpredictableNumber = 4,
    /// The terminal ends the transaction.
    Stop = 5,
    /// The deadline has passed.
    Timeout = 6,
}

/// A signal. Its pointer ends with the callback.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_signal {
    /// Size of this structure.
    pub struct_size: u32,
    /// TK_API_VERSION.
    pub version: u32,
    /// What goes with it.
    pub data: *const u8,
    /// How many bytes.
    pub data_len: usize,
    /// How long the card took.
    pub elapsed_us: u64,
    /// The time on the caller's clock.
    pub now_us: u64,
    /// tk_signal_tag.
    pub tag: u8,
    /// tk_l1_error.
    pub l1: u8,
}

/// How a kernel ended (Book A, 6.2). The callback gets it with everything at N/A.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_conclusion {
    /// Size of this structure.
    pub struct_size: u32,
    /// TK_API_VERSION.
    pub version: u32,
    /// Data Record in BER-TLV; counts if has_data_record.
    pub data_record: *const u8,
    /// How many bytes.
    pub data_record_len: usize,
    /// Discretionary Data in BER-TLV; counts if has_discretionary_data.
    pub discretionary_data: *const u8,
    /// How many bytes.
    pub discretionary_data_len: usize,
    /// Every data object that it had, in BER-TLV; it gets them back with the issuer's answer.
    pub database: *const u8,
    /// How many bytes.
    pub database_len: usize,
    /// Field Off Request, rounded up to 100 ms; counts if has_field_off.
    pub field_off_ms: u32,
    /// How long a card may be held for the issuer; 0 is no limit.
    pub removal_timeout_ms: u32,
    /// The status word that was the reason; 0 if none was.
    pub status_word: u16,
    /// tk_outcome_kind; 0 is a mistake.
    pub kind: u8,
    /// tk_start; 0 is N/A.
    pub start: u8,
    /// tk_online_response_data.
    pub online_response_data: u8,
    /// tk_cvm.
    pub cvm: u8,
    /// tk_alternate_interface.
    pub alternate_interface: u8,
    /// Not 0: a receipt is wanted.
    pub receipt: u8,
    /// Whether there is a Field Off Request.
    pub has_field_off: u8,
    /// Whether there is a Data Record.
    pub has_data_record: u8,
    /// Whether there are Discretionary Data.
    pub has_discretionary_data: u8,
    /// Whether there is a User Interface Request on Outcome.
    pub has_ui_on_outcome: u8,
    /// Whether there is a User Interface Request on Restart.
    pub has_ui_on_restart: u8,
    /// Error of the interface; 0 is none.
    pub l1: u8,
    /// Error of the card's data; 0 is none.
    pub l2: u8,
    /// Error of the terminal; 0 is none.
    pub l3: u8,
    /// Whether a message went with the error.
    pub has_message: u8,
    /// That message.
    pub message: u8,
    /// tk_oda_method.
    pub oda_method: u8,
    /// tk_oda_result.
    pub oda_result: u8,
    /// What to show now.
    pub ui_on_outcome: tk_ui,
    /// What to show when the Entry Point starts again.
    pub ui_on_restart: tk_ui,
}
