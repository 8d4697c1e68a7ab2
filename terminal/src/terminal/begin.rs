//! An order is checked, and its transaction begins.

use tapkernel::core::data::{Amount, Money};

use super::Terminal;
use crate::acquirer::Stan;
use crate::acquirer::store_and_forward::Next;
use crate::attestation::{Attestation, AttestationRequest};
use crate::books::{Due, Transaction};
use crate::journal::{Begun, Entry, Query, TransactionId};
use crate::operations::{Chain, Order, OriginalFault, Refusal};
use crate::rules::WhileReversalsWait;
use crate::sale::{Sale, SaleError};
use crate::transaction_kind::TransactionKind;

/// Characters of a reference.
const REFERENCE_LENGTH: std::ops::RangeInclusive<usize> = 1..=64;

impl Terminal {
    /// Checks an order and writes down that it begins. An order whose reference was used before gives the earlier
    /// transaction again.
    ///
    /// What is due to the acquirer, reversals above all, goes out first.
    ///
    /// # Errors
    ///
    /// [`Refusal`]: nothing was begun.
    pub fn begin(&mut self, order: &Order) -> Result<Sale<'_>, Refusal> {
        let id = self.enter(order)?;
        Ok(Sale::new(self, id))
    }

    /// The transaction of an order, a new one or that of its reference.
    pub(super) fn enter(&mut self, order: &Order) -> Result<TransactionId, Refusal> {
        self.end_interrupted()?;
        if let Some(id) = self.repeated(order)? {
            return Ok(id);
        }
        self.desk.ledger.journal().health().writable()?;
        self.desk.ledger.journal().room()?;
        let (money, _) = self.check(order)?;
        self.attest(order, money)?;
        self.send_before_a_sale()?;
        // Once more: what was due is known now, and may have changed what is held.
        let (money, original) = self.check(order)?;
        let begun = Begun {
            kind: order.kind,
            money,
            cashback: order.cashback,
            stan: self.desk.next_stan()?,
            batch: self.books().batch(),
            reference: order.reference.clone(),
            original,
            supervisor: order.supervisor.clone(),
            operator: order.operator.clone(),
        };
        self.write_begun(begun)
    }

    /// Asks whether device and app may take this payment. A payment without a reference is
    /// named by the journal's last record, which no other is begun after.
    fn attest(&mut self, order: &Order, money: Money) -> Result<(), Refusal> {
        let number = || format!("record {}", self.books().last());
        let reference = order.reference.clone().unwrap_or_else(number);
        let request = AttestationRequest::new(&reference, money, self.desk.ledger.clock().uptime());
        match self.desk.attestation.permit(&request) {
            Attestation::Allow => Ok(()),
            Attestation::Refuse(why) => Err(Refusal::Attestation(Some(why))),
            Attestation::Unavailable => Err(Refusal::Attestation(None)),
        }
    }

    /// The record that begins it, and before it that the app has the results that it was given.
    fn write_begun(&mut self, begun: Begun) -> Result<TransactionId, Refusal> {
        let returned = std::mem::take(&mut self.returned);
        let books = self.desk.ledger.books();
        let waits = |id: &TransactionId| books.running(*id).is_some_and(|transaction| !transaction.delivered);
        let mut entries: Vec<_> =
            returned.into_iter().filter(waits).map(|id| (Some(id), (Entry::Delivered, None))).collect();
        let before = entries.len() as u64;
        entries.push((None, (Entry::Begun(Box::new(begun)), None)));
        let first = self.desk.ledger.write_mixed(entries)?;
        Ok(TransactionId(first + before))
    }

    /// The transaction that has this reference already.
    fn repeated(&self, order: &Order) -> Result<Option<TransactionId>, Refusal> {
        let Some(reference) = order.reference.as_deref() else { return Ok(None) };
        let printable = reference.chars().all(|character| !character.is_control());
        if !REFERENCE_LENGTH.contains(&reference.chars().count()) || !printable {
            return Err(Refusal::ReferenceFormat);
        }
        let earlier = self.desk.ledger.journal().last(Query::Reference(reference))?;
        let Some(id) = earlier.and_then(|record| record.transaction) else { return Ok(None) };
        let Some(earlier) = self.desk.ledger.transaction(id)? else { return Ok(None) };
        match self.is_same(order, &earlier)? {
            true => Ok(Some(id)),
            false => Err(Refusal::ReferenceTaken),
        }
    }

    fn is_same(&self, order: &Order, earlier: &Transaction) -> Result<bool, Refusal> {
        let begun = &earlier.begun;
        let original = match begun.original {
            Some(id) => self.desk.ledger.transaction(id)?,
            None => None,
        };
        let same_original = match (order.original, original) {
            (None, None) => true,
            (Some(stan), Some(original)) => original.is_named(stan),
            _ => false,
        };
        let same_money = order.money.is_none_or(|money| money == begun.money);
        Ok(begun.kind == order.kind && same_money && begun.cashback == order.cashback && same_original)
    }

    /// What is to be moved, and what it follows.
    fn check(&self, order: &Order) -> Result<(Money, Option<TransactionId>), Refusal> {
        let kind = order.kind;
        if !self.desk.rules.allowed.contains(&kind) {
            return Err(Refusal::NotAllowed(kind));
        }
        if self.books().is_closing() {
            return Err(Refusal::BatchCloses);
        }
        let wants_supervisor = matches!(kind, TransactionKind::Refund | TransactionKind::Void);
        if wants_supervisor && order.supervisor.is_none() {
            return Err(Refusal::SupervisorNeeded(kind));
        }
        let (money, original) = self.money_and_original(order)?;
        self.check_money(order, money)?;
        Ok((money, original))
    }

    fn money_and_original(&self, order: &Order) -> Result<(Money, Option<TransactionId>), Refusal> {
        let Some(stan) = order.original else {
            let money = order.money.ok_or(Refusal::Amount("there is none"))?;
            return Ok((money, None));
        };
        let chain = self.chain(stan)?;
        let money = match order.money {
            Some(money) => money,
            None => chain.all_of_it(),
        };
        let today = self.today();
        let may = match order.kind {
            TransactionKind::Void => chain.void(money, today),
            TransactionKind::Refund => chain.refund(money),
            TransactionKind::Increment => chain.increment(money, today),
            TransactionKind::Completion => chain.completion(money, today),
            TransactionKind::PreAuthorisationCancellation => chain.cancellation(today),
            other => Err(OriginalFault::Kind(other)),
        };
        may.map_err(|why| Refusal::Original(stan, why))?;
        Ok((money, Some(chain.original.id)))
    }

    /// The transaction with this number, and what followed it and stands: a refund that was voided is not among it.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoSuchTransaction`]; the journal.
    pub fn chain(&self, stan: Stan) -> Result<Chain, Refusal> {
        let original = self.reports().transaction(stan)?.ok_or(Refusal::NoSuchTransaction(stan))?;
        let mut followers = self.desk.followers(original.id)?;
        for at in (0..followers.len()).rev() {
            let Some(follower) = followers.get(at) else { continue };
            if self.is_taken_back(follower)? {
                followers.remove(at);
            }
        }
        Ok(Chain { original, followers })
    }

    /// Whether a refund was voided, so that its money can be given back again.
    fn is_taken_back(&self, follower: &Transaction) -> Result<bool, Refusal> {
        if follower.begun.kind != TransactionKind::Refund {
            return Ok(false);
        }
        let voids = self.desk.followers(follower.id)?;
        Ok(voids.iter().any(|void| void.begun.kind == TransactionKind::Void && void.is_approved()))
    }

    fn check_money(&self, order: &Order, money: Money) -> Result<(), Refusal> {
        let (kind, cash) = (order.kind, order.cashback);
        if money.amount == Amount::ZERO {
            return Err(Refusal::Amount("it is zero"));
        }
        if kind == TransactionKind::Cashback && (cash == Amount::ZERO || cash > money.amount) {
            return Err(Refusal::Amount("the cash part is zero or exceeds the total"));
        }
        let Some(transaction_type) = kind.transaction_type() else { return Ok(()) };
        match self.desk.profile.combinations(transaction_type, money.currency) {
            Some(_) => Ok(()),
            None => Err(Refusal::NotConfigured(kind, money.currency.code())),
        }
    }

    /// What is due goes out before a sale; reversals that cannot be delivered stop it, if the rules say so.
    fn send_before_a_sale(&mut self) -> Result<(), Refusal> {
        self.settle_queue();
        if matches!(self.desk.queue.next(self.desk.instant()), Next::Send { .. }) {
            self.send_all_due()?;
        }
        let reversals =
            |(_, due): &(&Transaction, Due)| matches!(due, Due::Reversal { .. } | Due::Void { .. });
        let waiting = self.books().due().filter(reversals).count();
        if waiting > 0 && self.desk.rules.while_reversals_wait == WhileReversalsWait::RefuseSales {
            return Err(Refusal::ReversalsWait(waiting));
        }
        Ok(self.desk.queue.room(0)?)
    }
}

impl From<SaleError> for super::OpenError {
    fn from(error: SaleError) -> Self {
        Self::Interrupted(error)
    }
}
