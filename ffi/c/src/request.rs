//! What a session is made with, and requests of the Entry Point alone.

use std::sync::Arc;

use tapkernel_facade::{EntryPointRequest, Error, ForeignKernel, OnlineResponse, SessionOptions, Start};

use crate::combination::{tk_ca_key, tk_combination};
use crate::kernel::tk_kernel;
use crate::memory::{Struct, input, inputs, objects};
use crate::structs::{known, tk_transaction};

/// How a session is made. All 0: the kernels of the library, numbers from the system.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_options {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// Kernels of the caller; null for none. Copied: the table need not stay.
    pub kernels: *const tk_kernel,
    /// How many.
    pub kernels_count: usize,
    /// Not 0: without the kernels of the library.
    pub no_built_in_kernels: u8,
    /// Not 0: Unpredictable Numbers come from tk_session_supply_number. For laboratories; production profiles refuse it.
    pub supplied_numbers: u8,
    /// Not 0: TK_STEP_TAG_KERNEL_OUTCOME tells of every kernel that ends.
    pub kernel_outcomes: u8,
}

// SAFETY: numbers and pointers only, size and version first.
unsafe impl Struct for tk_options {}

/// The options of the caller, or all 0.
///
/// # Safety
///
/// The conventions of the header.
pub(crate) unsafe fn options(pointer: *const tk_options) -> Result<SessionOptions, Error> {
    if pointer.is_null() {
        return Ok(SessionOptions::default());
    }
    // SAFETY: as the caller promises.
    let options = unsafe { input(pointer) }?;
    // SAFETY: the same.
    let tables = unsafe { inputs(options.kernels, options.kernels_count) }?;
    // SAFETY: the same.
    let kernel = |table: tk_kernel| Ok(Arc::new(unsafe { table.read() }?) as Arc<dyn ForeignKernel>);
    Ok(SessionOptions {
        built_in_kernels: options.no_built_in_kernels == 0,
        kernels: tables.into_iter().map(kernel).collect::<Result<_, Error>>()?,
        unpredictable_numbers: (options.supplied_numbers != 0).then(Vec::new),
        kernel_outcomes: options.kernel_outcomes != 0,
    })
}

/// One transaction of the Entry Point without a profile (Books A and B).
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_request {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// The transaction.
    pub transaction: *const tk_transaction,
    /// The Combinations for this type of transaction.
    pub combinations: *const tk_combination,
    /// How many.
    pub combinations_count: usize,
    /// The keys that kernels may use; null for none.
    pub ca_keys: *const tk_ca_key,
    /// How many.
    pub ca_keys_count: usize,
    /// The issuer's answer to the latest outcome, in BER-TLV; null for none. Counts if has_online_response.
    pub online_response: *const u8,
    /// How many bytes.
    pub online_response_len: usize,
    /// How long to wait for a card each time the field goes on; 0 for ever.
    pub card_timeout_us: u64,
    /// How long all of it may take; 0 for ever.
    pub transaction_timeout_us: u64,
    /// tk_start.
    pub start: u8,
    /// Whether this continues the latest outcome with the issuer's answer.
    pub has_online_response: u8,
    /// Not 0: the reader runs by itself, the field stays on at the end.
    pub autorun: u8,
    /// Not 0: kernels of the library decide as the books have it, instead of the stricter policies.
    pub as_book: u8,
}

// SAFETY: numbers and pointers only, size and version first.
unsafe impl Struct for tk_request {}

impl tk_request {
    /// # Safety
    ///
    /// The conventions of the header.
    pub(crate) unsafe fn read(self) -> Result<EntryPointRequest, Error> {
        // SAFETY: as the caller promises.
        let transaction = unsafe { input(self.transaction) }?.read()?;
        // SAFETY: the same.
        let combinations = unsafe { inputs(self.combinations, self.combinations_count) }?;
        // SAFETY: the same.
        let keys = unsafe { inputs(self.ca_keys, self.ca_keys_count) }?;
        // SAFETY: the same.
        let answer = unsafe { objects(self.online_response, self.online_response_len) }?;
        // SAFETY: the same.
        let combination = |one: tk_combination| unsafe { one.read() };
        // SAFETY: the same.
        let key = |one: tk_ca_key| unsafe { one.read() };
        let time = |time: u64| (time > 0).then_some(time);
        Ok(EntryPointRequest {
            transaction,
            combinations: combinations.into_iter().map(combination).collect::<Result<_, _>>()?,
            start: known(Start::from_number(self.start), "start")?,
            online_response: (self.has_online_response != 0).then_some(OnlineResponse { data: answer }),
            autorun: self.autorun != 0,
            card_timeout_us: time(self.card_timeout_us),
            transaction_timeout_us: time(self.transaction_timeout_us),
            ca_keys: keys.into_iter().map(key).collect::<Result<_, _>>()?,
            as_book: self.as_book != 0,
        })
    }
}
