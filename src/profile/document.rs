//! The document as a whole.

use std::time::Duration;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::Policies;
use tapkernel_core::oda::CaPublicKeys;

use super::acquirer::{self, Acquirer};
use super::autorun::{self, AutorunRule};
use super::currencies::{self, CurrencyRules};
use super::operations::{self, Operations};
use super::place::{Fields, Place};
use super::schemes::{self, Scheme, Surroundings};
use super::values::{ascii, lines, seconds_within, word};
use super::{Receipt, Stage, Terminal, policies, terminal};

/// A profile as it was read and found right.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) stage: Stage,
    pub(super) terminal: Terminal,
    pub(super) terminal_data: Database,
    pub(super) currencies: Vec<CurrencyRules>,
    pub(super) schemes: Vec<Scheme>,
    pub(super) policies: Policies,
    pub(super) card_timeout: Duration,
    pub(super) transaction_timeout: Duration,
    pub(super) receipt: Receipt,
    pub(super) autorun: Option<AutorunRule>,
    pub(super) operations: Operations,
    pub(super) acquirer: Option<Acquirer>,
}

/// Reads the document; `None` after a problem that leaves nothing to go on with.
pub(super) fn read(place: &Place<'_>) -> Option<Document> {
    let mut fields = place.fields()?;
    let name = fields.required("name").and_then(|field| ascii(&field, 1, 64));
    let version = fields.required("version").and_then(|field| ascii(&field, 1, 32));
    let stage = fields.required("stage").and_then(|field| stage(&field));
    let terminal = fields.required("terminal").and_then(|field| terminal::read(&field));
    let known_stage = stage.unwrap_or(Stage::Laboratory);
    let currencies = fields.required("currencies").and_then(|field| currencies::read(&field, known_stage));
    let around = Surroundings { stage: known_stage, currencies: currencies.as_deref().unwrap_or_default() };
    let schemes = fields.required("schemes").and_then(|field| schemes::read(&field, &around));
    let policies = fields.optional("policies").and_then(|field| policies::read(&field)).unwrap_or_default();
    let [card_timeout, transaction_timeout] = timeouts(&mut fields);
    let receipt = fields.optional("receipt").and_then(|field| receipt(&field)).unwrap_or_default();
    let autorun = fields.optional("autorun").and_then(|field| autorun::read(&field, around.currencies));
    let operations = fields.optional("operations");
    let operations = operations.and_then(|field| operations::read(&field, around.currencies));
    let acquirer = fields.optional("acquirer").and_then(|field| acquirer::read(&field));
    fields.end();
    let (terminal, terminal_data) = terminal?;
    Some(Document {
        name: name?,
        version: version?,
        stage: stage?,
        terminal,
        terminal_data,
        currencies: currencies?,
        schemes: schemes?,
        policies,
        card_timeout,
        transaction_timeout,
        receipt,
        autorun,
        operations: operations.unwrap_or_default(),
        acquirer,
    })
}

impl Document {
    /// The CA public keys of all schemes.
    pub(super) fn ca_public_keys(&self) -> Result<CaPublicKeys, tapkernel_core::oda::RepeatedCaKey> {
        let keys = self.schemes.iter().flat_map(|scheme| &scheme.ca_keys).map(|key| key.key.clone());
        let revoked = self.schemes.iter().flat_map(|scheme| &scheme.revoked).copied();
        CaPublicKeys::new(keys.collect(), revoked.collect())
    }
}

fn stage(place: &Place<'_>) -> Option<Stage> {
    let words = [("laboratory", Stage::Laboratory), ("test", Stage::Test), ("production", Stage::Production)];
    word(place, &words)
}

/// For a card, and for the whole transaction. 30 and 120 seconds unless given.
fn timeouts(fields: &mut Fields<'_>) -> [Duration; 2] {
    let mut timeouts = [30, 120].map(Duration::from_secs);
    if let Some(mut inner) = fields.optional("timeouts").and_then(|field| field.fields()) {
        for (name, timeout) in ["card", "transaction"].into_iter().zip(&mut timeouts) {
            let read = inner.optional(name).and_then(|field| seconds_within(&field, 1..=600));
            *timeout = read.unwrap_or(*timeout);
        }
        inner.end();
    }
    timeouts
}

fn receipt(place: &Place<'_>) -> Option<Receipt> {
    let mut fields = place.fields()?;
    let header = fields.optional("header").and_then(|field| lines(&field)).unwrap_or_default();
    let footer = fields.optional("footer").and_then(|field| lines(&field)).unwrap_or_default();
    fields.end();
    Some(Receipt { header, footer })
}
