//! What every operation works with.

use std::sync::Arc;

use tapkernel::core::data::{Amount, TransactionType};
use tapkernel::core::time::Instant;
use tapkernel::profile::Profile;
use tapkernel::reader::Tap;

use crate::acquirer::store_and_forward::StoreAndForward;
use crate::acquirer::{Acquirer, CardData, Stan};
use crate::attestation::AttestationGate;
use crate::books::{Ledger, Transaction};
use crate::journal::{CardRead, Entry, Query, TransactionId};
use crate::pin::PinPad;
use crate::rules::Rules;
use crate::sale::SaleError;
use crate::transaction_kind::TransactionKind;
use crate::vault::{CardToken, Vault, VaultError};

/// What every operation works with: the books, and the ports but the card's.
pub(crate) struct Desk {
    pub(crate) profile: Profile,
    pub(crate) rules: Rules,
    pub(crate) ledger: Ledger,
    pub(crate) queue: StoreAndForward,
    pub(crate) acquirer: Box<dyn Acquirer + Send>,
    pub(crate) pin_pad: Box<dyn PinPad + Send>,
    pub(crate) vault: Arc<dyn Vault + Send + Sync>,
    pub(crate) attestation: Box<dyn AttestationGate + Send>,
}

impl Desk {
    /// A transaction that must be there.
    pub(crate) fn transaction(&self, id: TransactionId) -> Result<Transaction, SaleError> {
        self.ledger.transaction(id)?.ok_or(SaleError::Vanished)
    }

    /// A number for the next message.
    pub(crate) fn next_stan(&self) -> Result<Stan, SaleError> {
        self.ledger.books().next_stan().ok_or(SaleError::NumbersUsedUp)
    }

    /// Time on a clock that nobody can set, as the queue of what is due counts it.
    pub(crate) fn instant(&self) -> Instant {
        Instant::default() + self.ledger.clock().uptime().elapsed
    }

    /// The tap of a transaction; `None` if no card is tapped for it.
    pub(crate) fn tap(&self, transaction: &Transaction) -> Option<Tap> {
        let begun = &transaction.begun;
        let kind: TransactionType = begun.kind.transaction_type()?;
        let other = if begun.kind == TransactionKind::Cashback { begun.cashback } else { Amount::ZERO };
        Some(Tap::new(kind, begun.money, other, (transaction.at.date, transaction.at.time)))
    }

    /// Writes the card down, with what messages need of it sealed beside it.
    pub(crate) fn write_card(
        &mut self,
        id: TransactionId,
        facts: CardRead,
        data: &CardData,
    ) -> Result<(), SaleError> {
        let sealed = self.vault.seal(&context(facts.token), data.encode().expose())?;
        let entry = Entry::CardRead(Box::new(facts));
        self.ledger.write_all(Some(id), vec![(entry, Some(sealed))])?;
        Ok(())
    }

    /// What messages need of the card of a transaction.
    pub(crate) fn card_data(&self, transaction: &Transaction) -> Result<CardData, SaleError> {
        let (Some(card), Some(sequence)) = (&transaction.card, transaction.sealed_at) else {
            return Err(SaleError::Vanished);
        };
        let sealed = self.sealed(transaction.id, sequence)?;
        let plain = self.vault.open(&context(card.token), &sealed)?;
        CardData::decode(plain.expose()).ok_or(SaleError::Vault(VaultError::Forged))
    }

    /// What is sealed beside a record of a transaction.
    pub(crate) fn sealed(&self, id: TransactionId, sequence: u64) -> Result<Vec<u8>, SaleError> {
        let records = self.ledger.journal().records(Query::Transaction(id))?;
        let record = records.into_iter().find(|record| record.sequence == sequence);
        record.and_then(|record| record.sealed).ok_or(SaleError::Vanished)
    }

    /// The card that must be tapped: that of the first tap, for a second one; that of the original, for a void and a
    /// refund of an earlier transaction.
    pub(crate) fn card_expected(&self, id: TransactionId) -> Result<Option<CardToken>, SaleError> {
        let transaction = self.transaction(id)?;
        let token = |transaction: Transaction| transaction.card.map(|card| card.token);
        match transaction.begun.original {
            _ if transaction.card.is_some() => Ok(token(transaction)),
            Some(original) => Ok(token(self.transaction(original)?)),
            None => Ok(None),
        }
    }

    /// The transactions that follow this one.
    pub(crate) fn followers(&self, id: TransactionId) -> Result<Vec<Transaction>, SaleError> {
        let begun = self.ledger.journal().records(Query::Followers(id))?;
        let followers = begun.iter().map(|record| self.ledger.transaction(TransactionId(record.sequence)));
        Ok(followers.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }
}

/// What sealed card data belong to: this card, whatever the transaction.
fn context(token: CardToken) -> Vec<u8> {
    [b"card data ".as_slice(), &token.0].concat()
}
