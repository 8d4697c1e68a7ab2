//! Why an order is not begun.

use tapkernel::core::data::Money;

use super::VoidOrRefund;
use crate::acquirer::Stan;
use crate::acquirer::store_and_forward::QueueError;
use crate::attestation::AttestationRefusal;
use crate::journal::JournalError;
use crate::sale::SaleError;
use crate::transaction_kind::TransactionKind;

/// Why an order is not begun. Nothing was written, nothing sent, and no card is asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// 300: the journal takes no more.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// 301: the merchant may not do this.
    #[error("this terminal may not do a {0}")]
    NotAllowed(TransactionKind),
    /// 302: the profile has no such transaction in this currency.
    #[error("the profile has no {0} in the currency {1:03}")]
    NotConfigured(TransactionKind, u16),
    /// 303: an amount of zero, or cash that exceeds the total.
    #[error("the amount is wrong: {0}")]
    Amount(&'static str),
    /// 304: a supervisor must allow it.
    #[error("a {0} wants a supervisor's code")]
    SupervisorNeeded(TransactionKind),
    /// 305: there is no transaction with this number.
    #[error("there is no transaction {number:06}", number = .0.number())]
    NoSuchTransaction(Stan),
    /// 306: the original cannot be followed so.
    #[error("transaction {number:06}: {why}", number = .0.number(), why = .1)]
    Original(Stan, OriginalFault),
    /// 307: reversals must be acknowledged first.
    #[error("{0} reversals wait for the acquirer: recover first")]
    ReversalsWait(usize),
    /// 308: too much waits for the acquirer.
    #[error(transparent)]
    Queue(#[from] QueueError),
    /// 309: the batch is being closed.
    #[error("the batch is being closed: settle again")]
    BatchCloses,
    /// 310: the reference was used for something else.
    #[error("the reference was used for another order")]
    ReferenceTaken,
    /// 311: the reference cannot be kept.
    #[error("a reference has 1 to 64 printable characters")]
    ReferenceFormat,
    /// 312: the clock cannot be believed, and a day cannot be closed.
    #[error("the clock has jumped: confirm it first")]
    ClockDoubted,
    /// 313: device and app are not to be trusted with a payment now.
    #[error("attestation: {why}", why = .0.map_or("no verdict that counts: try again", AttestationRefusal::text))]
    Attestation(Option<AttestationRefusal>),
    /// 314: something that must be done first could not be.
    #[error(transparent)]
    Sale(#[from] SaleError),
}

/// Why an earlier transaction cannot be followed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OriginalFault {
    /// It was not approved.
    #[error("it was not approved")]
    NotApproved,
    /// It is of a kind that has no such follow-up.
    #[error("a {0} has no such follow-up")]
    Kind(TransactionKind),
    /// The currency is another one.
    #[error("its currency is another one")]
    Currency,
    /// The amount is another one.
    #[error("its amount is another one")]
    Amount,
    /// It was taken back.
    #[error("it was taken back")]
    Voided,
    /// It cannot be taken back any more, or not yet be given back.
    #[error("{0}")]
    VoidOrRefund(VoidOrRefund),
    /// More would be given back than was taken.
    #[error("only {left} minor units of it are left", left = .0.amount.minor_units())]
    Exceeds(Money),
    /// What was held is taken or let go.
    #[error("what was held is taken or let go already")]
    NotHeld,
    /// It was held for too long.
    #[error("it was held for too long")]
    Expired,
    /// The acquirer was not told of it yet, or something that follows it is not known yet.
    #[error("it or a follow-up of it waits for the acquirer: recover first")]
    Pending,
}

impl Refusal {
    /// The stable number.
    pub const fn code(&self) -> u16 {
        match self {
            Self::Journal(_) => 300,
            Self::NotAllowed(_) => 301,
            Self::NotConfigured(..) => 302,
            Self::Amount(_) => 303,
            Self::SupervisorNeeded(_) => 304,
            Self::NoSuchTransaction(_) => 305,
            Self::Original(..) => 306,
            Self::ReversalsWait(_) => 307,
            Self::Queue(_) => 308,
            Self::BatchCloses => 309,
            Self::ReferenceTaken => 310,
            Self::ReferenceFormat => 311,
            Self::ClockDoubted => 312,
            Self::Attestation(_) => 313,
            Self::Sale(_) => 314,
        }
    }
}
