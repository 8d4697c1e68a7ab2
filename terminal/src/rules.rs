//! How the terminal is run: what the merchant may do, and what happens when the acquirer does not answer.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::acquirer::store_and_forward::Limits;
use crate::books::ClockTolerance;
use crate::transaction_kind::TransactionKind;

/// How the terminal is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What the merchant may do.
    pub allowed: BTreeSet<TransactionKind>,
    /// What follows when the issuer wants the cardholder verified (65, 1A, 70).
    pub soft_decline: SoftDecline,
    /// What follows when the acquirer does not answer.
    pub unanswered: WhenUnanswered,
    /// Whether sales go on while a reversal could not be delivered.
    pub while_reversals_wait: WhileReversalsWait,
    /// How many PINs are asked for in one transaction, the first included.
    pub pin_tries: u8,
    /// How long to wait for a PIN.
    pub pin_limit: Duration,
    /// For how many days a pre-authorisation can be completed.
    pub pre_authorisation_days: u16,
    /// By how many percent a completion may exceed what is held.
    pub completion_tolerance: u8,
    /// How far the clock may jump.
    pub clock: ClockTolerance,
    /// What may wait for the acquirer.
    pub queue: Limits,
}

impl Default for Rules {
    /// Everything allowed; the PIN on a soft decline; reversal when there is no answer; no sale while a reversal waits;
    /// three PINs, a minute for each; pre-authorisations for 30 days, to the minor unit.
    fn default() -> Self {
        Self {
            allowed: TransactionKind::ALL.into(),
            soft_decline: SoftDecline::Pin,
            unanswered: WhenUnanswered::Reverse,
            while_reversals_wait: WhileReversalsWait::RefuseSales,
            pin_tries: 3,
            pin_limit: Duration::from_secs(60),
            pre_authorisation_days: 30,
            completion_tolerance: 0,
            clock: ClockTolerance::default(),
            queue: Limits { sum: 100_000, ..Limits::default() },
        }
    }
}

/// What follows a soft decline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SoftDecline {
    /// The PIN is asked for, and the same cryptogram is sent again with it.
    Pin,
    /// The card is tapped again, and the reader asks for the cardholder's verification whatever the amount.
    SecondTap,
    /// Nothing: it is a decline.
    Decline,
}

/// What follows when the acquirer does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhenUnanswered {
    /// The message is reversed, until that is acknowledged.
    Reverse,
    /// Its status is asked for first: what the acquirer has approved stands; everything else is reversed.
    Query,
}

/// Whether sales go on while a reversal could not be delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WhileReversalsWait {
    /// No: the terminal and the acquirer must agree first.
    RefuseSales,
    /// Yes, as long as the queue has room.
    AllowSales,
}
