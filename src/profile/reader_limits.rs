//! From the merchant's rules to the limits of the Entry Point and of Kernel 2.
//!
//! The only place that shifts amounts. Pre-processing (Book B, 3.1.1) compares the Reader CVM Required Limit and the
//! Reader Contactless Transaction Limit with "greater than or equal", the floor limit with "greater than"; Kernel 2
//! (Book C-2, 6.10) compares all of its four with "greater than":
//!
//! | rule | Entry Point | Kernel 2 |
//! |---|---|---|
//! | PIN above 40.00 | CVM limit 40.01 | CVM limit 40.00 |
//! | PIN from 40.00 | CVM limit 40.00 | CVM limit 39.99 |
//! | at most 500.00 | transaction limit 500.01 | both transaction limits 500.00 |
//! | online above 0.00 | floor limit 0.00 | floor limit 0.00 |
//! | none | none | the greatest amount that there is |

use tapkernel_core::data::Amount;
use tapkernel_core::kernel::ReaderLimits;

use super::{PinRule, Rules, ZeroAmount};

impl Rules {
    /// The limits of the Entry Point that say the same, without TTQ.
    ///
    /// A rule for amounts greater than [`Amount::MAX`] has no limit: there is no such amount.
    pub fn reader_limits(&self) -> ReaderLimits {
        ReaderLimits {
            status_check_support: self.status_check,
            zero_amount_allowed: self.zero_amount.map(|rule| rule != ZeroAmount::Refused),
            zero_amount_allowed_offline: self.zero_amount.map(|rule| rule == ZeroAmount::AlsoOffline),
            transaction_limit: self.max.and_then(next_greater),
            floor_limit: self.floor,
            terminal_floor_limit: None,
            cvm_required_limit: match self.pin {
                None => None,
                Some(PinRule::Above(amount)) => next_greater(amount),
                Some(PinRule::From(amount)) => Some(amount),
            },
            ttq: None,
        }
    }

    /// The limits of the Entry Point before Kernel 2, which has no TTQ to learn from that an amount is zero. What it
    /// cannot do with a zero amount the Entry Point refuses: a PIN for it (`pin` from zero), and nothing but the way
    /// online at a reader that is offline only.
    pub fn reader_limits_before_kernel_2(&self, offline_only: bool) -> ReaderLimits {
        let pin = self.pin == Some(PinRule::From(Amount::ZERO));
        let online = offline_only && self.zero_amount != Some(ZeroAmount::AlsoOffline);
        let limits = self.reader_limits();
        if pin || online { ReaderLimits { zero_amount_allowed: Some(false), ..limits } } else { limits }
    }

    /// The limits of Kernel 2 that say the same.
    pub fn kernel_2_limits(&self) -> Kernel2Limits {
        let max = self.max.unwrap_or(Amount::MAX);
        Kernel2Limits {
            floor_limit: self.floor.unwrap_or(Amount::MAX),
            transaction_limit_no_on_device_cvm: max,
            transaction_limit_on_device_cvm: max,
            cvm_required_limit: match self.pin {
                None => Amount::MAX,
                Some(PinRule::Above(amount)) => amount,
                Some(PinRule::From(amount)) => next_smaller(amount),
            },
        }
    }
}

/// The limits of Kernel 2 (Book C-2, 6.10); each is exceeded by greater amounts only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kernel2Limits {
    /// Reader Contactless Floor Limit `DF8123`.
    pub floor_limit: Amount,
    /// Reader Contactless Transaction Limit (No On-device CVM) `DF8124`.
    pub transaction_limit_no_on_device_cvm: Amount,
    /// Reader Contactless Transaction Limit (On-device CVM) `DF8125`.
    pub transaction_limit_on_device_cvm: Amount,
    /// Reader CVM Required Limit `DF8126`.
    pub cvm_required_limit: Amount,
}

fn next_greater(amount: Amount) -> Option<Amount> {
    Amount::new(amount.minor_units() + 1)
}

/// The next smaller amount; of zero, zero.
fn next_smaller(amount: Amount) -> Amount {
    Amount::new(amount.minor_units().saturating_sub(1)).unwrap_or_default()
}
