//! What the acquirer is asked and told.

use tapkernel::core::data::{Amount, Money};

use super::{CardData, Trace};
use crate::pin::EncipheredPin;

/// What an authorisation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
    /// Money held for later.
    PreAuthorisation,
    /// More of it.
    Increment,
}

/// A request for money.
#[derive(Clone, Copy, Debug)]
pub struct AuthorisationRequest<'a> {
    /// Which message this is.
    pub trace: Trace,
    /// What it is for.
    pub operation: Operation,
    /// The total, cashback included.
    pub money: Money,
    /// The cash part of a cashback, else zero.
    pub cashback: Amount,
    /// The card.
    pub card: &'a CardData,
    /// The PIN, if one was entered.
    pub pin: Option<&'a EncipheredPin>,
    /// What an increment or a linked refund belongs to.
    pub original: Option<&'a Original>,
}

/// An earlier transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// What it was.
    pub operation: Operation,
    /// Which message it was.
    pub trace: Trace,
    /// Retrieval Reference Number of its answer, if one came.
    pub rrn: Option<String>,
    /// Authorisation code of its answer.
    pub authorisation_code: Option<String>,
}

/// What an advice tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AdviceKind {
    /// A pre-authorisation is taken, with its final amount.
    Completion,
    /// The terminal approved offline.
    OfflineApproval,
}

/// Something that has happened already.
#[derive(Clone, Copy, Debug)]
pub struct Advice<'a> {
    /// Which message this is; a repeat has that of the first.
    pub trace: Trace,
    /// What happened.
    pub kind: AdviceKind,
    /// The final amount.
    pub money: Money,
    /// The card.
    pub card: &'a CardData,
    /// The pre-authorisation, for a completion.
    pub original: Option<&'a Original>,
    /// Whether it was sent before.
    pub repeat: bool,
}

/// Why something is undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReversalReason {
    /// No answer in time, or one that cannot be read. 68 in field 39.
    TimedOut,
    /// The terminal failed after the answer. 22.
    Malfunction,
    /// The card declined at the second tap, or the cardholder left. 17.
    Cancelled,
    /// The merchant takes a transaction back. A request that can be declined; the others are advices.
    Void,
}

/// Undoes an earlier message.
#[derive(Clone, Copy, Debug)]
pub struct Reversal<'a> {
    /// Which message this is. A time-out reversal has the number of the original, a void one of its own.
    pub trace: Trace,
    /// Why.
    pub reason: ReversalReason,
    /// What is undone.
    pub original: &'a Original,
    /// Its amount.
    pub money: Money,
    /// Its card.
    pub card: &'a CardData,
    /// Whether it was sent before.
    pub repeat: bool,
}

/// A question after an earlier message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusQuery {
    /// Which message this is.
    pub trace: Trace,
    /// Which message is meant.
    pub original: Original,
}

/// A request for a block of parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterRequest {
    /// Which message this is.
    pub trace: Trace,
    /// Which block, from 1.
    pub block: u16,
}
