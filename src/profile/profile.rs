//! A profile, checked and compiled.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tapkernel_core::data::{
    Currency, Database, Date, KernelId, TerminalTransactionQualifiers as Ttq, TransactionType,
};
use tapkernel_core::kernel::Policies;
use tapkernel_core::oda::CaPublicKeys;

use super::compile::{self, Table};
use super::data_objects::TTQ;
use super::document::Document;
use super::place::Place;
use super::transaction_sets::uses_ttq;
use super::{Autorun, Problem, ProfileCurrency, Terminal, built_in, lint};
use crate::entry_point::Combination;

/// What an acquirer configured, checked and compiled for each kernel. Immutable and cheap to clone.
#[derive(Clone)]
pub struct Profile(pub(super) Arc<Compiled>);

pub(super) struct Compiled {
    pub(super) document: Arc<Document>,
    pub(super) checksum: [u8; 32],
    pub(super) ca_public_keys: Arc<CaPublicKeys>,
    pub(super) table: Table,
    pub(super) autorun: Option<Autorun>,
}

/// How far a profile is on its way into use.
#[derive(serde::Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Anything that a laboratory wants to try.
    Laboratory,
    /// Against test hosts with test cards.
    Test,
    /// In a shop: no test keys, no scripted randomness, no raw limits.
    Production,
}

impl Stage {
    /// As the document has it: `laboratory`, `test` or `production`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Laboratory => "laboratory",
            Self::Test => "test",
            Self::Production => "production",
        }
    }
}

/// The lines that every receipt has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Receipt {
    /// Lines above.
    pub header: Vec<String>,
    /// Lines below.
    pub footer: Vec<String>,
}

impl Profile {
    /// The names of the built-in profiles.
    pub const BUILT_IN: &[&str] = &["softpos-eur", "lab"];

    /// What is allowed and still looks wrong on the day `today`: expired CA keys, rules that contradict each other, a
    /// missing floor limit, a TTQ that does not fit the rules.
    pub fn lint(&self, today: Date) -> Vec<Problem> {
        lint::lint(&self.0.document, today)
    }

    /// The built-in profile of this name, one of [`Profile::BUILT_IN`], with the schemes whose kernels the build has;
    /// `None` for another name, and in a build without kernels.
    pub fn built_in(name: &str) -> Option<Self> {
        let (_, text) = built_in::TEXTS.iter().find(|(known, _)| *known == name)?;
        Self::from_built_in(text)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.document.name
    }

    /// Its version, as its author counts.
    pub fn version(&self) -> &str {
        &self.0.document.version
    }

    /// Its stage.
    pub fn stage(&self) -> Stage {
        self.0.document.stage
    }

    /// Whether it is for a shop.
    pub fn is_production(&self) -> bool {
        self.stage() == Stage::Production
    }

    /// The kernels that its Combinations need, ascending.
    pub fn kernels(&self) -> Vec<KernelId> {
        let mut kernels: Vec<_> = self.0.document.schemes.iter().map(|scheme| scheme.kernel).collect();
        kernels.sort_unstable();
        kernels.dedup();
        kernels
    }

    /// The Combinations for this type of transaction in this currency, in the order of the document; `None` if the
    /// profile does not allow it.
    pub fn combinations(
        &self,
        transaction_type: TransactionType,
        currency: Currency,
    ) -> Option<Arc<[Combination]>> {
        self.currencies().find(|known| known.currency() == currency)?;
        self.0.table.get(&(transaction_type, currency.code())).cloned()
    }

    /// The CA public keys of all schemes.
    pub fn ca_public_keys(&self) -> Arc<CaPublicKeys> {
        Arc::clone(&self.0.ca_public_keys)
    }

    /// Where it is stricter than the books.
    pub fn policies(&self) -> Policies {
        self.0.document.policies
    }

    /// How long the reader waits for a card.
    pub fn card_timeout(&self) -> Duration {
        self.0.document.card_timeout
    }

    /// How long a transaction may take as a whole.
    pub fn transaction_timeout(&self) -> Duration {
        self.0.document.transaction_timeout
    }

    /// The currency with these letters or this numeric code: `EUR` or `978`.
    pub fn currency(&self, code: &str) -> Option<&ProfileCurrency> {
        let numeric = |known: &ProfileCurrency| format!("{:03}", known.currency().code());
        self.currencies().find(|known| known.letters() == code || numeric(known) == code)
    }

    /// All currencies, in the order of the document.
    pub fn currencies(&self) -> impl Iterator<Item = &ProfileCurrency> {
        self.0.document.currencies.iter().map(|rules| &rules.currency)
    }

    /// Who and where the terminal is.
    pub fn terminal(&self) -> &Terminal {
        &self.0.document.terminal
    }

    /// The lines that every receipt has.
    pub fn receipt(&self) -> &Receipt {
        &self.0.document.receipt
    }

    /// The same profile with these static data objects of the terminal in the place of its own, in every Combination.
    ///
    /// `9F66` is the configured TTQ of every Combination that has one or whose kernel uses it; a value that has not
    /// four bytes leaves the TTQ as it is. For transcripts and laboratories: what was compiled stays compiled,
    /// [`Profile::terminal`] stays as it was.
    #[must_use]
    pub fn with_terminal_data(&self, overrides: &Database) -> Self {
        if overrides.iter().next().is_none() {
            return self.clone();
        }
        let replaced = |combinations: &Arc<[Combination]>| -> Arc<[Combination]> {
            combinations.iter().map(|combination| overridden(combination, overrides)).collect()
        };
        let table = self.0.table.iter().map(|(key, combinations)| (*key, replaced(combinations))).collect();
        let autorun = self.0.document.autorun.and_then(|rule| rule.compile(&table));
        let (document, ca_public_keys) = (Arc::clone(&self.0.document), self.ca_public_keys());
        Self(Arc::new(Compiled { document, checksum: self.0.checksum, ca_public_keys, table, autorun }))
    }
}

fn overridden(combination: &Combination, overrides: &Database) -> Combination {
    let mut new = combination.clone();
    let has_ttq = new.limits.ttq.is_some() || uses_ttq(new.kernel);
    for (tag, value) in overrides.iter() {
        match <[u8; 4]>::try_from(value) {
            Ok(ttq) if tag == TTQ && has_ttq => new.limits.ttq = Some(Ttq(ttq)),
            // To Kernel 2 the tag is an object of the card.
            _ if tag == TTQ && (has_ttq || new.kernel == KernelId::MASTERCARD) => {}
            _ => new.data.insert(tag, value),
        }
    }
    new
}

impl Compiled {
    pub(super) fn new(document: Document, checksum: [u8; 32], root: &Place<'_>) -> Option<Self> {
        let ca_public_keys = match document.ca_public_keys() {
            Ok(keys) => keys,
            Err(repeated) => return root.refuse(format_args!("{repeated}: keep one")),
        };
        if document.stage == Stage::Production {
            lint::online_only(&document).into_iter().for_each(|problem| root.note(problem));
        }
        let table = compile::compile(&document);
        let autorun = document.autorun.and_then(|rule| rule.compile(&table));
        if document.autorun.is_some() && autorun.is_none() {
            let text = "is accepted by no application: rules or schemes lack the type, or the limits refuse the amount";
            root.note(Problem::error("autorun", text));
        }
        let (document, ca_public_keys) = (Arc::new(document), Arc::new(ca_public_keys));
        Some(Self { document, checksum, ca_public_keys, table, autorun })
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name())
            .field("stage", &self.stage())
            .finish_non_exhaustive()
    }
}
