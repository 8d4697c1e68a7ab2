//! One tap.

use tapkernel_core::data::{Amount, Date, Money, Time, TransactionData, TransactionType};

use crate::entry_point::Resumed;

/// One tap: what the terminal wants from the card.
#[derive(Clone, Debug, PartialEq)]
pub struct Tap {
    /// The transaction.
    pub transaction: TransactionData,
    pub(super) kind: Kind,
    pub(super) choice: bool,
}

/// How a tap begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// With pre-processing.
    New,
    /// Without: the amount is the same each time, and the reader runs by itself.
    FixedAmount,
    /// With the issuer's answer to the tap before it.
    Second(Resumed),
}

impl Tap {
    /// A transaction of this type over `money`; for a cashback, `money` is the total and `other` the cash part.
    pub fn new(
        transaction_type: TransactionType,
        money: Money,
        other: Amount,
        (date, time): (Date, Time),
    ) -> Self {
        Self {
            transaction: TransactionData {
                amount: money.amount,
                amount_other: other,
                currency: money.currency,
                transaction_type,
                date,
                time,
            },
            kind: Kind::New,
            choice: false,
        }
    }

    /// A purchase of `money` at a local date and time.
    pub fn purchase(money: Money, when: (Date, Time)) -> Self {
        Self::new(TransactionType::Purchase, money, Amount::ZERO, when)
    }

    /// The second tap of a card: it gets the issuer's answer (Book B, 3.5; start B).
    pub fn second(resumed: Resumed) -> Self {
        Self { transaction: resumed.transaction(), kind: Kind::Second(resumed), choice: false }
    }

    /// The same on a reader that runs by itself with a fixed amount: it starts at B, with the TTQ that pre-processing
    /// makes of this amount, and the field stays on at the end (Book A, autorun).
    #[must_use]
    pub fn with_fixed_amount(self) -> Self {
        Self { kind: Kind::FixedAmount, ..self }
    }

    /// The same, and [`Output::Choose`](crate::reader::Output::Choose) asks when a card offers several applications.
    #[must_use]
    pub fn with_choice(self) -> Self {
        Self { choice: true, ..self }
    }
}
