//! What Kernel 3 knows and has said during one transaction.

use alloc::collections::VecDeque;
use alloc::sync::Arc;
use alloc::vec::Vec;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::{
    Aid, Amount, Database, Money, TerminalTransactionQualifiers as Ttq, TransactionData, tags,
};
use tapkernel_core::kernel::{Activation, Output, Policies};
use tapkernel_core::oda::{CaPublicKeys, OdaReason, OdaReport, SignedRecords};
use tapkernel_core::outcome::{
    LanguagePreference, MessageIdentifier, Status, UserInterfaceRequest, Value, ValueQualifier,
};
use tapkernel_core::tlv::Tag;

use crate::card_authentication::{CardAuthenticationRelatedData, QualifiersCopy};
use crate::config::Configuration;
use crate::dictionary::tags as visa;
use crate::phases::Decision;
use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// The transaction, the card's data objects, what was decided, and what is still to be said.
#[derive(Debug)]
pub(crate) struct Context {
    /// All data objects: the terminal's, then the card's, then those derived.
    pub(crate) db: Database,
    /// Tags of the FCI, which a record may repeat with the same value.
    pub(crate) fci_tags: Vec<Tag>,
    pub(crate) transaction: TransactionData,
    /// The copy of the TTQ for this transaction.
    pub(crate) ttq: Ttq,
    pub(crate) configuration: Configuration,
    pub(crate) policies: Policies,
    pub(crate) ca_public_keys: Arc<CaPublicKeys>,
    pub(crate) signed_records: SignedRecords,
    /// Decline Required and Online Required by Reader Indicators.
    pub(crate) decision: Decision,
    pub(crate) oda: OdaReport,
    pub(crate) path: Vec<&'static str>,
    outputs: VecDeque<Output>,
}

impl Context {
    /// The terminal's side of `activation`: its data objects, with the TTQ copy in `9F66` and a TVR of zeros, which is
    /// all that Kernel 3 ever has in it. The kernel's own configuration leaves the database, so that no PDOL can ask
    /// for it.
    pub(crate) fn new(activation: &mut Activation) -> Self {
        let mut db = core::mem::take(&mut activation.data);
        let configuration = Configuration::take(&mut db);
        let ttq = activation.pre_processing.ttq.unwrap_or_default();
        db.insert(visa::TERMINAL_TRANSACTION_QUALIFIERS, &ttq.0);
        db.insert(tags::TERMINAL_VERIFICATION_RESULTS, &[0; 5]);
        if let Some(selection) = &activation.selection {
            db.insert(tags::APPLICATION_IDENTIFIER_TERMINAL, selection.aid.as_bytes());
        }
        Self {
            db,
            fci_tags: Vec::new(),
            transaction: activation.transaction,
            ttq,
            configuration,
            policies: activation.policies,
            ca_public_keys: Arc::clone(&activation.ca_public_keys),
            signed_records: SignedRecords::new(),
            decision: Decision::Offline,
            oda: OdaReport::default(),
            path: Vec::with_capacity(32),
            outputs: VecDeque::with_capacity(4),
        }
    }

    /// Notes a requirement or symbol as executed.
    pub(crate) fn at(&mut self, symbol: &'static str) {
        self.path.push(symbol);
    }

    /// Sends a command to the card.
    pub(crate) fn send(&mut self, command: CApdu) {
        self.say(Output::Ca(command));
    }

    /// Shows a message before the outcome is known.
    pub(crate) fn show(&mut self, message: MessageIdentifier, status: Status) {
        let language_preference = self.language_preference();
        self.say(Output::Msg(UserInterfaceRequest {
            language_preference,
            ..UserInterfaceRequest::new(message, status)
        }));
    }

    pub(crate) fn say(&mut self, output: Output) {
        self.outputs.push_back(output);
    }

    pub(crate) fn next_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Sets an indicator. A decline stays a decline, an online request stays at least that. After a decline nothing is
    /// authenticated that was not before.
    pub(crate) fn require(&mut self, decision: Decision) {
        self.decision = self.decision.max(decision);
        if self.decision == Decision::Decline && self.oda == OdaReport::default() {
            self.oda = OdaReport::not_performed(OdaReason::NotRequired);
        }
    }

    /// `9F6C`, if the card sent it.
    pub(crate) fn ctq(&self) -> Option<Ctq> {
        let value = self.db.get(visa::CARD_TRANSACTION_QUALIFIERS)?;
        value.try_into().ok().map(Ctq)
    }

    /// What `9F69` says about `9F6C`.
    pub(crate) fn qualifiers_copy(&self) -> QualifiersCopy {
        let data = self.db.get(visa::CARD_AUTHENTICATION_RELATED_DATA);
        QualifiersCopy::of(self.ctq().unwrap_or_default(), data.map(CardAuthenticationRelatedData::new))
    }

    /// The AID of the application, as the terminal has it.
    pub(crate) fn aid(&self) -> Option<Aid> {
        self.db.get(tags::APPLICATION_IDENTIFIER_TERMINAL).and_then(|aid| Aid::new(aid).ok())
    }

    /// Whether reader and card both support issuer update processing.
    pub(crate) fn issuer_update_possible(&self) -> bool {
        self.ttq.has(Ttq::ISSUER_UPDATE_SUPPORTED)
            && self.ctq().is_some_and(|ctq| ctq.has(Ctq::ISSUER_UPDATE_SUPPORTED))
    }

    /// Available Offline Spending Amount `9F5D` as a balance to show, if the reader shows it and the card told it.
    pub(crate) fn offline_spending_amount(&self) -> Option<Value> {
        if !self.configuration.displays_offline_spending_amount() {
            return None;
        }
        let tag = visa::AVAILABLE_OFFLINE_SPENDING_AMOUNT;
        let amount = Amount::decode(tag, self.db.get(tag)?).ok()?;
        let money = Money { amount, currency: self.transaction.currency };
        Some(Value { qualifier: ValueQualifier::Balance, money })
    }

    /// Language Preference `5F2D`, short ones filled up with zeros.
    pub(crate) fn language_preference(&self) -> Option<LanguagePreference> {
        let told = self.db.get(tags::LANGUAGE_PREFERENCE).filter(|told| !told.is_empty())?;
        let mut languages = [0; 8];
        languages.get_mut(..told.len())?.copy_from_slice(told);
        Some(LanguagePreference(languages))
    }
}
