//! From the merchant's rules to the limits of the Entry Point.
//!
//! The only place that shifts amounts. Pre-processing (Book B, 3.1.1) compares the Reader CVM Required Limit and the
//! Reader Contactless Transaction Limit with "greater than or equal", the floor limit with "greater than":
//!
//! | rule | limit |
//! |---|---|
//! | PIN above 40.00 | CVM limit 40.01 |
//! | PIN from 40.00 | CVM limit 40.00 |
//! | at most 500.00 | transaction limit 500.01 |
//! | online above 0.00 | floor limit 0.00 |

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
}

fn next_greater(amount: Amount) -> Option<Amount> {
    Amount::new(amount.minor_units() + 1)
}
