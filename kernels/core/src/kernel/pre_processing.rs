//! The arithmetic of pre-processing for one set of limits (Book B, 3.1.1).
//!
//! It stands here, below the Entry Point, because Kernel 3 repeats it with Dynamic Reader Limits (Book C-3, 5.1).

use crate::data::{Amount, Currency, TerminalTransactionQualifiers as Ttq};

/// The Entry Point configuration of one Combination and transaction type (Book A, 5.2, table 5-2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReaderLimits {
    /// Status Check Support flag.
    pub status_check_support: Option<bool>,
    /// Zero Amount Allowed flag.
    pub zero_amount_allowed: Option<bool>,
    /// Zero Amount Allowed for Offline flag.
    pub zero_amount_allowed_offline: Option<bool>,
    /// Reader Contactless Transaction Limit: this amount and above are not allowed.
    pub transaction_limit: Option<Amount>,
    /// Reader Contactless Floor Limit: amounts above need an online cryptogram.
    pub floor_limit: Option<Amount>,
    /// Terminal Floor Limit `9F1B`, used when there is no contactless floor limit.
    pub terminal_floor_limit: Option<Amount>,
    /// Reader CVM Required Limit: this amount and above need a CVM.
    pub cvm_required_limit: Option<Amount>,
    /// Terminal Transaction Qualifiers, as configured.
    pub ttq: Option<Ttq>,
}

/// The Entry Point Pre-Processing Indicators that a kernel gets (Book A, 5.2, table 5-3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Indicators {
    /// Status Check Requested.
    pub status_check_requested: bool,
    /// Zero Amount.
    pub zero_amount: bool,
    /// Reader CVM Required Limit Exceeded.
    pub cvm_required_limit_exceeded: bool,
    /// Reader Contactless Floor Limit Exceeded.
    pub floor_limit_exceeded: bool,
}

/// What pre-processing leaves for a Combination that is allowed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreProcessing {
    /// The indicators.
    pub indicators: Indicators,
    /// The copy of the TTQ for this transaction.
    pub ttq: Option<Ttq>,
}

impl ReaderLimits {
    /// Pre-processes `amount`; `None` sets the Contactless Application Not Allowed indicator.
    pub fn pre_process(&self, amount: Amount, currency: Currency) -> Option<PreProcessing> {
        let zero = amount == Amount::ZERO;
        let reached = |limit: Option<Amount>| limit.is_some_and(|limit| amount >= limit);
        if zero && self.zero_amount_allowed == Some(false) || reached(self.transaction_limit) {
            return None;
        }
        let indicators = Indicators {
            status_check_requested: self.status_check_support == Some(true)
                && amount.minor_units() == currency.minor_units_per_unit(),
            zero_amount: zero,
            cvm_required_limit_exceeded: reached(self.cvm_required_limit),
            floor_limit_exceeded: self
                .floor_limit
                .or(self.terminal_floor_limit)
                .is_some_and(|limit| amount > limit),
        };
        let ttq = match self.ttq {
            Some(configured) => Some(self.qualify(configured, indicators)?),
            None => None,
        };
        Some(PreProcessing { indicators, ttq })
    }

    /// The TTQ for this transaction; `None` if a zero amount meets an offline-only reader.
    fn qualify(&self, configured: Ttq, indicators: Indicators) -> Option<Ttq> {
        let offline_only = configured.has(Ttq::OFFLINE_ONLY_READER);
        if indicators.zero_amount && offline_only && self.zero_amount_allowed_offline != Some(true) {
            return None;
        }
        let online = indicators.floor_limit_exceeded
            || indicators.status_check_requested
            || indicators.zero_amount && !offline_only;
        Some(
            configured
                .with(Ttq::ONLINE_CRYPTOGRAM_REQUIRED, online)
                .with(Ttq::CVM_REQUIRED, indicators.cvm_required_limit_exceeded),
        )
    }

    /// What a kernel gets when the Entry Point starts at B without pre-processing: no indicator set, the TTQ as
    /// configured (Book B, 3.2.1).
    pub fn without_pre_processing(&self) -> PreProcessing {
        PreProcessing { indicators: Indicators::default(), ttq: self.ttq }
    }
}
