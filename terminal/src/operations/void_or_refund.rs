//! Void or refund: how money goes back to the cardholder.

use std::fmt;

use tapkernel::core::data::Date;

use crate::books::Transaction;

/// How money of an earlier transaction goes back to the cardholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VoidOrRefund {
    /// By a void: it is of today and not settled, and the cardholder will see neither.
    Void,
    /// By a refund: it is of an earlier business day.
    RefundBecauseOfTheDay,
    /// By a refund: it is settled.
    RefundBecauseItIsSettled,
    /// By a refund: a part of it was given back already.
    RefundBecauseOfRefunds,
}

impl VoidOrRefund {
    /// How the money of a transaction goes back, on this business date with this batch open.
    pub fn of(original: &Transaction, today: Date, open_batch: u32, refunded: u64) -> Self {
        match original {
            _ if original.day != today => Self::RefundBecauseOfTheDay,
            _ if original.begun.batch != open_batch => Self::RefundBecauseItIsSettled,
            _ if refunded > 0 => Self::RefundBecauseOfRefunds,
            _ => Self::Void,
        }
    }
}

impl fmt::Display for VoidOrRefund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Void => "it can be voided: it is of today and not settled",
            Self::RefundBecauseOfTheDay => "it is of an earlier day: refund it",
            Self::RefundBecauseItIsSettled => "it is settled: refund it",
            Self::RefundBecauseOfRefunds => "a part of it was refunded: refund the rest",
        })
    }
}
