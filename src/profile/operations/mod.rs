//! What a merchant may do, and how the terminal is run: `operations` of a profile.
//!
//! Plain data for the terminal; the reader has no use for it.

mod read;

use std::collections::BTreeSet;
use std::time::Duration;

use tapkernel_core::data::Amount;

pub(super) use self::read::read;
use super::Profile;

/// What a merchant may do, and how the terminal is run. What a profile does not say is as [`Operations::default`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operations {
    /// What the merchant may do; never nothing.
    pub allowed: BTreeSet<Operation>,
    /// What follows when the issuer wants the cardholder verified (response codes 65, 1A, 70).
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
    /// How far the clock may go back without being doubted.
    pub clock_back: Duration,
    /// How far the clock may go forward from one record to the next without being doubted.
    pub clock_forward: Duration,
    /// What may wait for the acquirer.
    pub offline_queue: OfflineQueue,
}

impl Default for Operations {
    /// Everything allowed; the PIN on a soft decline; reversal when there is no answer; no sale while a reversal waits;
    /// three PINs, a minute for each; pre-authorisations for 30 days, to the minor unit; five minutes back and a day
    /// forward for the clock.
    fn default() -> Self {
        Self {
            allowed: Operation::ALL.into(),
            soft_decline: SoftDecline::Pin,
            unanswered: WhenUnanswered::Reverse,
            while_reversals_wait: WhileReversalsWait::RefuseSales,
            pin_tries: 3,
            pin_limit: Duration::from_secs(60),
            pre_authorisation_days: 30,
            completion_tolerance: 0,
            clock_back: Duration::from_secs(5 * 60),
            clock_forward: Duration::from_secs(24 * 60 * 60),
            offline_queue: OfflineQueue::default(),
        }
    }
}

/// What may wait for the acquirer, and how often it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OfflineQueue {
    /// How many messages.
    pub messages: u16,
    /// How much money of offline approvals, in minor units; those of all currencies are added up as they are.
    pub sum: Amount,
    /// How long to wait after the first failure. Each further one doubles it.
    pub first_wait: Duration,
    /// The longest wait.
    pub longest_wait: Duration,
}

impl Default for OfflineQueue {
    /// A hundred messages with 100000 minor units; two seconds up to five minutes.
    fn default() -> Self {
        Self {
            messages: 100,
            sum: Amount::new(100_000).unwrap_or(Amount::ZERO),
            first_wait: Duration::from_secs(2),
            longest_wait: Duration::from_secs(300),
        }
    }
}

/// Something a merchant does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operation {
    /// Goods and services.
    Purchase,
    /// Goods and services, and cash on top.
    Cashback,
    /// Cash.
    Cash,
    /// Money back to the cardholder.
    Refund,
    /// A transaction of the same business day is taken back.
    Void,
    /// Money held for later.
    PreAuthorisation,
    /// More of it.
    Increment,
    /// What was held is taken.
    Completion,
    /// What was held is let go.
    PreAuthorisationCancellation,
}

impl Operation {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Purchase,
        Self::Cashback,
        Self::Cash,
        Self::Refund,
        Self::Void,
        Self::PreAuthorisation,
        Self::Increment,
        Self::Completion,
        Self::PreAuthorisationCancellation,
    ];

    /// As a profile writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Cashback => "cashback",
            Self::Cash => "cash",
            Self::Refund => "refund",
            Self::Void => "void",
            Self::PreAuthorisation => "pre-authorisation",
            Self::Increment => "increment",
            Self::Completion => "completion",
            Self::PreAuthorisationCancellation => "pre-authorisation-cancellation",
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

impl Profile {
    /// What the merchant may do, and how the terminal is run.
    pub fn operations(&self) -> &Operations {
        &self.0.document.operations
    }
}
