//! What may follow an earlier transaction.

use tapkernel::core::data::{Amount, Date, Money};

use super::{OriginalFault, VoidOrRefund};
use crate::books::Transaction;
use crate::moment::day_number;
use crate::rules::Rules;
use crate::transaction_kind::{Side, TransactionKind};

/// An earlier transaction and everything that followed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The earlier one.
    pub original: Transaction,
    /// What followed, in order.
    pub followers: Vec<Transaction>,
}

/// The business date, the open batch and the rules that follow-ups are judged by.
#[derive(Clone, Copy, Debug)]
pub struct Today<'a> {
    /// The business date.
    pub day: Date,
    /// The open batch.
    pub batch: u32,
    /// The rules.
    pub rules: &'a Rules,
}

impl Chain {
    /// Followers of a kind whose money moved, or may have.
    fn standing(&self, kind: TransactionKind) -> impl Iterator<Item = &Transaction> {
        self.followers.iter().filter(move |follower| follower.begun.kind == kind && follower.may_stand())
    }

    fn sum(&self, kind: TransactionKind) -> u64 {
        let amounts = self.standing(kind).map(|follower| follower.begun.money.amount.minor_units());
        amounts.fold(0, u64::saturating_add)
    }

    /// What was given back, in minor units; what may have been counts.
    pub fn refunded(&self) -> u64 {
        self.sum(TransactionKind::Refund)
    }

    /// What is held, with all increments, in minor units. An increment that is not known holds nothing.
    pub fn held(&self) -> u64 {
        let increments = self
            .followers
            .iter()
            .filter(|follower| follower.begun.kind == TransactionKind::Increment && follower.is_approved());
        let more = increments.map(|follower| follower.begun.money.amount.minor_units());
        more.fold(self.original.begun.money.amount.minor_units(), u64::saturating_add)
    }

    /// All that can be let go or taken back of it.
    pub(crate) fn all_of_it(&self) -> Money {
        let currency = self.original.begun.money.currency;
        match self.original.begun.kind {
            TransactionKind::PreAuthorisation => {
                Money { amount: Amount::new(self.held()).unwrap_or(Amount::MAX), currency }
            }
            _ => self.original.begun.money,
        }
    }

    /// Approved, and known to the acquirer: what was approved offline is told first, so that there is a message to name.
    fn approved(&self) -> Result<(), OriginalFault> {
        match self.original.due() {
            _ if !self.original.is_approved() => Err(OriginalFault::NotApproved),
            Some(_) => Err(OriginalFault::Pending),
            None => Ok(()),
        }
    }

    fn not_voided(&self) -> Result<(), OriginalFault> {
        match self.standing(TransactionKind::Void).next() {
            Some(_) => Err(OriginalFault::Voided),
            None => Ok(()),
        }
    }

    fn same_currency(&self, money: Money) -> Result<(), OriginalFault> {
        let same = self.original.begun.money.currency == money.currency;
        if same { Ok(()) } else { Err(OriginalFault::Currency) }
    }

    /// Whether it may be voided: approved, of today, in the open batch, the same amount, nothing given back, once.
    ///
    /// # Errors
    ///
    /// [`OriginalFault`], why not.
    pub fn void(&self, money: Money, today: Today<'_>) -> Result<(), OriginalFault> {
        let begun = &self.original.begun;
        if begun.kind.side() == Side::Neither {
            return Err(OriginalFault::Kind(begun.kind));
        }
        self.approved()?;
        self.not_voided()?;
        self.same_currency(money)?;
        if begun.money.amount != money.amount {
            return Err(OriginalFault::Amount);
        }
        match VoidOrRefund::of(&self.original, today.day, today.batch, self.refunded()) {
            VoidOrRefund::Void => Ok(()),
            other => Err(OriginalFault::VoidOrRefund(other)),
        }
    }

    /// Whether so much may be given back: of an approved debit that stands, together with what was given back before.
    ///
    /// # Errors
    ///
    /// [`OriginalFault`], why not.
    pub fn refund(&self, money: Money) -> Result<(), OriginalFault> {
        let begun = &self.original.begun;
        if begun.kind.side() != Side::Debit {
            return Err(OriginalFault::Kind(begun.kind));
        }
        self.approved()?;
        self.not_voided()?;
        self.same_currency(money)?;
        let left = begun.money.amount.minor_units().saturating_sub(self.refunded());
        match money.amount.minor_units() <= left {
            true => Ok(()),
            false => {
                let amount = Amount::new(left).unwrap_or(Amount::ZERO);
                Err(OriginalFault::Exceeds(Money { amount, currency: begun.money.currency }))
            }
        }
    }

    fn is_held(&self, today: Today<'_>) -> Result<(), OriginalFault> {
        let kind = self.original.begun.kind;
        if kind != TransactionKind::PreAuthorisation {
            return Err(OriginalFault::Kind(kind));
        }
        self.approved()?;
        let ends = [TransactionKind::Completion, TransactionKind::PreAuthorisationCancellation];
        if ends.into_iter().any(|kind| self.standing(kind).next().is_some()) {
            return Err(OriginalFault::NotHeld);
        }
        let age = day_number(today.day).saturating_sub(day_number(self.original.day));
        if age > u64::from(today.rules.pre_authorisation_days) {
            return Err(OriginalFault::Expired);
        }
        Ok(())
    }

    /// Whether more may be held.
    ///
    /// # Errors
    ///
    /// [`OriginalFault`], why not.
    pub fn increment(&self, money: Money, today: Today<'_>) -> Result<(), OriginalFault> {
        self.is_held(today)?;
        self.same_currency(money)
    }

    /// Whether so much of what is held may be taken.
    ///
    /// # Errors
    ///
    /// [`OriginalFault`], why not.
    pub fn completion(&self, money: Money, today: Today<'_>) -> Result<(), OriginalFault> {
        self.is_held(today)?;
        self.same_currency(money)?;
        let unknown =
            |follower: &Transaction| !matches!(follower.verdict(), Some(crate::books::Verdict::Declined(_)));
        if self
            .standing(TransactionKind::Increment)
            .any(|follower| unknown(follower) && !follower.is_approved())
        {
            return Err(OriginalFault::Pending);
        }
        let held = self.held();
        let tolerance = u128::from(held) * u128::from(today.rules.completion_tolerance) / 100;
        let most = u64::try_from(u128::from(held) + tolerance).unwrap_or(u64::MAX);
        match money.amount.minor_units() <= most {
            true => Ok(()),
            false => {
                let amount = Amount::new(most).unwrap_or(Amount::MAX);
                Err(OriginalFault::Exceeds(Money { amount, currency: money.currency }))
            }
        }
    }

    /// Whether what is held may be let go.
    ///
    /// # Errors
    ///
    /// [`OriginalFault`], why not.
    pub fn cancellation(&self, today: Today<'_>) -> Result<(), OriginalFault> {
        self.is_held(today)
    }
}
