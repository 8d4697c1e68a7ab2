//! What an acquirer may tell of other devices.

use tapkernel::core::data::Money;

use super::{ResponseCode, Stan};
use crate::moment::Moment;
use crate::transaction_kind::TransactionKind;

/// A transaction of any device of the merchant, as the acquirer tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MerchantHistory {
    /// Terminal Identification of the device.
    pub terminal_id: String,
    /// Systems Trace Audit Number.
    pub stan: Stan,
    /// When.
    pub at: Moment,
    /// What was done.
    pub kind: TransactionKind,
    /// How much.
    pub money: Money,
    /// Response code.
    pub response_code: ResponseCode,
}

/// The acquirer does not tell of other devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the acquirer does not tell the transactions of other devices: ask for those of this device")]
pub struct NotServed;
