//! What the merchant asks for.

use tapkernel::core::data::{Amount, Money};

use crate::acquirer::Stan;
use crate::people::{Grant, Role};
use crate::transaction_kind::TransactionKind;

/// What the merchant asks for. Plain data: [`Terminal::begin`](crate::terminal::Terminal::begin) checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an order does nothing until it is begun"]
pub struct Order {
    pub(crate) kind: TransactionKind,
    /// `None`: the amount of the original.
    pub(crate) money: Option<Money>,
    pub(crate) cashback: Amount,
    pub(crate) original: Option<Stan>,
    pub(crate) reference: Option<String>,
    pub(crate) operator: Option<String>,
    pub(crate) supervisor: Option<String>,
}

impl Order {
    const fn new(kind: TransactionKind, money: Option<Money>, original: Option<Stan>) -> Self {
        let cashback = Amount::ZERO;
        Self { kind, money, cashback, original, reference: None, operator: None, supervisor: None }
    }

    /// Goods and services.
    pub const fn purchase(money: Money) -> Self {
        Self::new(TransactionKind::Purchase, Some(money), None)
    }

    /// Goods and services with cash on top; `total` has the cash in it.
    pub fn cashback(total: Money, cash: Amount) -> Self {
        Self { cashback: cash, ..Self::new(TransactionKind::Cashback, Some(total), None) }
    }

    /// Cash.
    pub const fn cash(money: Money) -> Self {
        Self::new(TransactionKind::Cash, Some(money), None)
    }

    /// Money held for later.
    pub const fn pre_authorisation(money: Money) -> Self {
        Self::new(TransactionKind::PreAuthorisation, Some(money), None)
    }

    /// More of what is held, by the pre-authorisation's number. Without a card.
    pub const fn increment(original: Stan, money: Money) -> Self {
        Self::new(TransactionKind::Increment, Some(money), Some(original))
    }

    /// Takes what is held; less is possible, and ends it all the same. Without a card.
    pub const fn completion(original: Stan, money: Money) -> Self {
        Self::new(TransactionKind::Completion, Some(money), Some(original))
    }

    /// Lets go what is held. Without a card.
    pub const fn cancellation(original: Stan) -> Self {
        Self::new(TransactionKind::PreAuthorisationCancellation, None, Some(original))
    }

    /// Money back for an earlier transaction, whole or in part; the same card is tapped, and a supervisor allows it.
    pub const fn refund(original: Stan, money: Money) -> Self {
        Self::new(TransactionKind::Refund, Some(money), Some(original))
    }

    /// Money back without an earlier transaction; a supervisor allows it.
    pub const fn unlinked_refund(money: Money) -> Self {
        Self::new(TransactionKind::Refund, Some(money), None)
    }

    /// Takes a transaction of the same business day back; its amount is asked for so that no number is mistyped, the same
    /// card is tapped, and a supervisor allows it.
    pub const fn void(original: Stan, money: Money) -> Self {
        Self::new(TransactionKind::Void, Some(money), Some(original))
    }

    /// The app's own reference, up to 64 characters. The same reference twice gives the same result.
    pub fn reference(self, reference: impl Into<String>) -> Self {
        Self { reference: Some(reference.into()), ..self }
    }

    /// Allowed by a supervisor, who has shown a code.
    pub fn allowed_by(self, grant: &Grant) -> Self {
        match grant.role() {
            Role::Supervisor => Self { supervisor: Some(grant.person().to_owned()), ..self },
            Role::Operator => self.operated_by(grant),
        }
    }

    /// Entered by an operator, who has shown a code.
    pub fn operated_by(self, grant: &Grant) -> Self {
        Self { operator: Some(grant.person().to_owned()), ..self }
    }

    /// What is asked for.
    pub const fn kind(&self) -> TransactionKind {
        self.kind
    }
}
