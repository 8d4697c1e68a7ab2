//! How the terminal is run: what the merchant may do, and what happens when the acquirer does not answer. A profile says
//! it in its section `operations`.

use std::collections::BTreeSet;
use std::time::Duration;

use tapkernel::profile::Profile;
use tapkernel::profile::operations::Operations;
pub use tapkernel::profile::operations::{SoftDecline, WhenUnanswered, WhileReversalsWait};

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
    /// What a profile means that says nothing: [`Operations::default`].
    fn default() -> Self {
        (&Operations::default()).into()
    }
}

impl Rules {
    /// What `operations` of the profile says.
    pub fn of_profile(profile: &Profile) -> Self {
        profile.operations().into()
    }
}

impl From<&Operations> for Rules {
    fn from(operations: &Operations) -> Self {
        let queue = &operations.offline_queue;
        Self {
            allowed: TransactionKind::ALL
                .into_iter()
                .filter(|kind| operations.allowed.contains(&kind.in_profile()))
                .collect(),
            soft_decline: operations.soft_decline,
            unanswered: operations.unanswered,
            while_reversals_wait: operations.while_reversals_wait,
            pin_tries: operations.pin_tries,
            pin_limit: operations.pin_limit,
            pre_authorisation_days: operations.pre_authorisation_days,
            completion_tolerance: operations.completion_tolerance,
            clock: ClockTolerance { back: operations.clock_back, forward: operations.clock_forward },
            queue: Limits {
                count: queue.messages.into(),
                sum: queue.sum.minor_units(),
                first_wait: queue.first_wait,
                longest_wait: queue.longest_wait,
            },
        }
    }
}
