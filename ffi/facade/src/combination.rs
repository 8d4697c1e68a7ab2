//! Combinations that are configured at run time.

use tapkernel::core::data::{Aid, Date, KernelId, Rid, TerminalTransactionQualifiers};
use tapkernel::core::kernel::ReaderLimits;
use tapkernel::core::oda::CaPublicKey;
use tapkernel::entry_point::Combination as Configured;

use crate::data::database;
use crate::transaction::amount;
use crate::{DataObject, Error, LocalTime};

/// One AID with one kernel, for one transaction type (Book A, 5.2). What is none is not configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Combination {
    /// 5 to 16 bytes; may be the beginning of several ADF names.
    pub aid: Vec<u8>,
    /// Kernel Identifier.
    pub kernel: u32,
    /// Status Check Support flag.
    pub status_check_support: Option<bool>,
    /// Zero Amount Allowed flag.
    pub zero_amount_allowed: Option<bool>,
    /// Zero Amount Allowed for Offline flag.
    pub zero_amount_allowed_offline: Option<bool>,
    /// Reader Contactless Transaction Limit, in minor units: this amount and above are not allowed.
    pub transaction_limit: Option<u64>,
    /// Reader Contactless Floor Limit: amounts above need an online cryptogram.
    pub floor_limit: Option<u64>,
    /// Terminal Floor Limit `9F1B`, used when there is no contactless floor limit.
    pub terminal_floor_limit: Option<u64>,
    /// Reader CVM Required Limit: this amount and above need a CVM.
    pub cvm_required_limit: Option<u64>,
    /// Terminal Transaction Qualifiers as configured.
    pub ttq: Option<[u8; 4]>,
    /// Extended Selection Support flag.
    pub extended_selection: bool,
    /// Data objects that the kernel is activated with.
    pub data: Vec<DataObject>,
}

impl Combination {
    pub(crate) fn read(&self) -> Result<Configured, Error> {
        let limit = |limit: Option<u64>| limit.map(amount).transpose();
        Ok(Configured {
            aid: Aid::new(&self.aid).map_err(|error| Error::argument(format!("aid: {error}")))?,
            kernel: KernelId(self.kernel),
            limits: ReaderLimits {
                status_check_support: self.status_check_support,
                zero_amount_allowed: self.zero_amount_allowed,
                zero_amount_allowed_offline: self.zero_amount_allowed_offline,
                transaction_limit: limit(self.transaction_limit)?,
                floor_limit: limit(self.floor_limit)?,
                terminal_floor_limit: limit(self.terminal_floor_limit)?,
                cvm_required_limit: limit(self.cvm_required_limit)?,
                ttq: self.ttq.map(TerminalTransactionQualifiers),
            },
            extended_selection: self.extended_selection,
            data: database(&self.data)?,
        })
    }
}

/// A certification authority public key for the kernels of an Entry Point without a profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaKey {
    /// Registered Application Provider Identifier.
    pub rid: [u8; 5],
    /// CA Public Key Index.
    pub index: u8,
    /// Most significant byte first.
    pub modulus: Vec<u8>,
    /// `03` or `010001`.
    pub exponent: Vec<u8>,
    /// The last day on which it is used; the time of day does not count.
    pub expiry: Option<LocalTime>,
    /// SHA-1 of RID, index, modulus and exponent; none takes the key as it is.
    pub checksum: Option<[u8; 20]>,
}

impl CaKey {
    pub(crate) fn read(&self) -> Result<CaPublicKey, Error> {
        let rid = Rid(self.rid);
        let own = || CaPublicKey::checksum(rid, self.index, &self.modulus, &self.exponent);
        let expiry: Option<Date> = self.expiry.map(|day| day.read().map(|(date, _)| date)).transpose()?;
        let checksum = self.checksum.unwrap_or_else(own);
        CaPublicKey::new(rid, self.index, &self.modulus, &self.exponent, expiry, checksum)
            .map_err(|error| Error::argument(format!("CA key {:02X}: {error}", self.index)))
    }
}
