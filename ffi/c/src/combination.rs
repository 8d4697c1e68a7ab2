//! Combinations and keys of a request.

use tapkernel_facade::{CaKey, Combination, Error, LocalTime};

use crate::memory::{Struct, bytes, objects};
use crate::structs::flag;

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
    pub(crate) unsafe fn read(self) -> Result<Combination, Error> {
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
    pub(crate) unsafe fn read(self) -> Result<CaKey, Error> {
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
