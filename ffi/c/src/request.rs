//! What a session is made with, and requests of the Entry Point alone.

use std::sync::Arc;

use tapkernel_facade::{
    CaKey, Combination, EntryPointRequest, Error, ForeignKernel, LocalTime, OnlineResponse, SessionOptions,
    Start,
};

use crate::kernel::tk_kernel;
use crate::memory::{Struct, bytes, input, inputs, objects};
use crate::structs::{flag, known, tk_transaction};

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

/// One AID with one kernel, for one transaction type (Book A, 5.2). All 0: nothing is configured.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_combination {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// AID: 5 to 16 bytes.
    pub aid: *const u8,
    /// How many.
    pub aid_len: usize,
    /// Data objects that the kernel is activated with, in BER-TLV; null for none.
    pub data: *const u8,
    /// How many bytes.
    pub data_len: usize,
    /// Reader Contactless Transaction Limit, in minor units.
    pub transaction_limit: u64,
    /// Reader Contactless Floor Limit.
    pub floor_limit: u64,
    /// Terminal Floor Limit 9F1B.
    pub terminal_floor_limit: u64,
    /// Reader CVM Required Limit.
    pub cvm_required_limit: u64,
    /// Kernel Identifier.
    pub kernel: u32,
    /// Terminal Transaction Qualifiers.
    pub ttq: [u8; 4],
    /// Whether the limit is configured.
    pub has_transaction_limit: u8,
    /// Whether the limit is configured.
    pub has_floor_limit: u8,
    /// Whether the limit is configured.
    pub has_terminal_floor_limit: u8,
    /// Whether the limit is configured.
    pub has_cvm_required_limit: u8,
    /// Whether the TTQ are configured.
    pub has_ttq: u8,
    /// tk_flag: Status Check Support.
    pub status_check_support: u8,
    /// tk_flag: Zero Amount Allowed.
    pub zero_amount_allowed: u8,
    /// tk_flag: Zero Amount Allowed for Offline.
    pub zero_amount_allowed_offline: u8,
    /// Not 0: Extended Selection is supported.
    pub extended_selection: u8,
}

// SAFETY: numbers and pointers only, size and version first.
unsafe impl Struct for tk_combination {}

impl tk_combination {
    /// # Safety
    ///
    /// The conventions of the header.
    unsafe fn read(self) -> Result<Combination, Error> {
        let limit = |has: u8, limit: u64| (has != 0).then_some(limit);
        Ok(Combination {
            // SAFETY: as the caller promises.
            aid: unsafe { bytes(self.aid, self.aid_len) }?.to_vec(),
            kernel: self.kernel,
            status_check_support: flag(self.status_check_support),
            zero_amount_allowed: flag(self.zero_amount_allowed),
            zero_amount_allowed_offline: flag(self.zero_amount_allowed_offline),
            transaction_limit: limit(self.has_transaction_limit, self.transaction_limit),
            floor_limit: limit(self.has_floor_limit, self.floor_limit),
            terminal_floor_limit: limit(self.has_terminal_floor_limit, self.terminal_floor_limit),
            cvm_required_limit: limit(self.has_cvm_required_limit, self.cvm_required_limit),
            ttq: (self.has_ttq != 0).then_some(self.ttq),
            extended_selection: self.extended_selection != 0,
            // SAFETY: the same.
            data: unsafe { objects(self.data, self.data_len) }?,
        })
    }
}

/// A certification authority public key.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct tk_ca_key {
    /// TK_INIT.
    pub struct_size: u32,
    /// TK_INIT.
    pub version: u32,
    /// Most significant byte first.
    pub modulus: *const u8,
    /// How many bytes.
    pub modulus_len: usize,
    /// 03 or 010001.
    pub exponent: *const u8,
    /// How many bytes.
    pub exponent_len: usize,
    /// SHA-1 of RID, index, modulus and exponent: 20 bytes; null takes the key as it is.
    pub checksum: *const u8,
    /// Registered Application Provider Identifier.
    pub rid: [u8; 5],
    /// CA Public Key Index.
    pub index: u8,
    /// The last day on which it is used; year 0: no end.
    pub expiry_year: u16,
    /// 1 to 12.
    pub expiry_month: u8,
    /// From 1.
    pub expiry_day: u8,
}

// SAFETY: numbers and pointers only, size and version first.
unsafe impl Struct for tk_ca_key {}

impl tk_ca_key {
    /// # Safety
    ///
    /// The conventions of the header.
    unsafe fn read(self) -> Result<CaKey, Error> {
        let day = LocalTime {
            year: self.expiry_year,
            month: self.expiry_month,
            day: self.expiry_day,
            ..LocalTime::default()
        };
        let checksum_len = if self.checksum.is_null() { 0 } else { 20 };
        Ok(CaKey {
            rid: self.rid,
            index: self.index,
            // SAFETY: as the caller promises.
            modulus: unsafe { bytes(self.modulus, self.modulus_len) }?.to_vec(),
            // SAFETY: the same.
            exponent: unsafe { bytes(self.exponent, self.exponent_len) }?.to_vec(),
            expiry: (self.expiry_year != 0).then_some(day),
            // SAFETY: the same: 20 bytes.
            checksum: unsafe { bytes(self.checksum, checksum_len) }?.first_chunk().copied(),
        })
    }
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
