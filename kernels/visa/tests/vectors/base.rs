//! `base.json`: the readers, cards, signatures and ends that cases name.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};
use tapkernel_core::data::{Date, Rid, TransactionType};
use tapkernel_core::kernel::{
    AboveLimitWithoutCvm, BrandMismatch, OdaFailed, OdaUnknownKey, OfflineApproval, Policies,
    UnauthenticatedCdcvm,
};
use tapkernel_core::oda::CaPublicKey;

use super::case::{self, Case};
use super::support::{self, card::Card, unhex};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Base {
    readers: BTreeMap<String, case::Reader>,
    cards: BTreeMap<String, Objects>,
    signatures: BTreeMap<String, BTreeMap<String, String>>,
    ca_key: CaKey,
    pub(super) ends: BTreeMap<String, Map<String, Value>>,
}

/// A card by its data objects, in their order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Objects {
    fci: String,
    gpo: Vec<(String, String)>,
    records: Vec<Vec<(String, String)>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaKey {
    index: String,
    modulus: String,
    exponent: String,
}

pub(super) fn load() -> Base {
    tapkernel_test_vectors::read("test-vectors/kernel3/base.json")
}

pub(super) fn tag(hex: &str) -> u32 {
    u32::from_str_radix(hex, 16).unwrap()
}

fn objects(of: &[(String, String)]) -> Vec<(u32, String)> {
    of.iter().map(|(at, value)| (tag(at), value.clone())).collect()
}

fn date(text: &str) -> (u16, u8, u8) {
    let mut parts = text.split('-').map(|part| part.parse::<u16>().unwrap());
    let mut next = || parts.next().unwrap();
    (next(), next().try_into().unwrap(), next().try_into().unwrap())
}

fn kind(word: &str) -> TransactionType {
    match word {
        "purchase" => TransactionType::Purchase,
        "cash" => TransactionType::Cash,
        "cash-disbursement" => TransactionType::CashDisbursement,
        "cashback" => TransactionType::Cashback,
        "refund" => TransactionType::Refund,
        other => panic!("{other} is no transaction type"),
    }
}

/// Sets one policy of a name to its strict value, or to that of the book.
fn set_policy(policies: &mut Policies, name: &str, value: &str) {
    let strict = match value {
        "as_book" => false,
        "strict" => true,
        other => panic!("{other} is no value of a policy"),
    };
    macro_rules! pick {
        ($field:ident, $type:ident, $strict:ident) => {
            policies.$field = if strict { $type::$strict } else { $type::AsBook }
        };
    }
    match name {
        "oda_failed" => pick!(oda_failed, OdaFailed, Decline),
        "oda_unknown_key" => pick!(oda_unknown_key, OdaUnknownKey, Decline),
        "above_limit_without_cvm" => pick!(above_limit_without_cvm, AboveLimitWithoutCvm, Decline),
        "unauthenticated_cdcvm" => pick!(unauthenticated_cdcvm, UnauthenticatedCdcvm, OnlinePin),
        "offline_approval" => pick!(offline_approval, OfflineApproval, Never),
        "brand_mismatch" => pick!(brand_mismatch, BrandMismatch, Decline),
        other => panic!("{other} is no policy"),
    }
}

fn apply(reader: &mut support::Reader, changes: &case::Reader) {
    if let Some(ttq) = &changes.ttq {
        reader.ttq = unhex(ttq).try_into().unwrap();
    }
    reader.aid = changes.aid.clone().unwrap_or(reader.aid.clone());
    reader.amount = changes.amount.unwrap_or(reader.amount);
    reader.amount_other = changes.amount_other.unwrap_or(reader.amount_other);
    reader.kind = changes.kind.as_deref().map_or(reader.kind, kind);
    reader.date = changes.date.as_deref().map_or(reader.date, date);
    for (name, value) in &changes.policies {
        set_policy(&mut reader.policies, name, value);
    }
    for (at, value) in &changes.terminal {
        let at = tag(at);
        reader.data.retain(|(known, _)| *known != at);
        match value {
            Some(value) => reader.data.push((at, value.clone())),
            None => reader.removed.push(at),
        }
    }
}

impl Base {
    pub(super) fn reader(&self, case: &Case) -> support::Reader {
        let name = case.reader.base.as_deref().unwrap_or("book");
        let mut reader = support::Reader { data: vec![], ..support::Reader::new() };
        apply(&mut reader, &self.readers[name]);
        apply(&mut reader, &case.reader);
        let expires = case.reader.ca_key_expires.as_deref().map(|day| {
            let (year, month, day) = date(day);
            Date::new(year, month, day).unwrap()
        });
        reader.keys = vec![self.ca_key.with_expiry(expires)];
        reader
    }

    pub(super) fn card(&self, case: &Case) -> Card {
        let (base, changes) = (&self.cards[&case.card.base], &case.card);
        let mut card = Card {
            fci: changes.fci.clone().unwrap_or(base.fci.clone()),
            gpo: objects(&base.gpo),
            records: base.records.iter().map(|record| objects(record)).collect(),
            instead: vec![],
            sent: 0,
        };
        let signature = changes.signature.iter().flat_map(|name| &self.signatures[name]);
        for (at, value) in signature.chain(&changes.set) {
            card = card.with(tag(at), value);
        }
        for at in &changes.omit {
            card = card.without(tag(at));
        }
        card.gpo.extend(changes.gpo.iter().map(|(at, value)| (tag(at), value.clone())));
        if !changes.record.is_empty() {
            card.records[0].extend(changes.record.iter().map(|(at, value)| (tag(at), value.clone())));
        }
        card
    }
}

impl CaKey {
    fn with_expiry(&self, expires: Option<Date>) -> CaPublicKey {
        use sha1::{Digest, Sha1};
        let [index] = unhex(&self.index)[..] else { panic!("one byte") };
        let (modulus, exponent) = (unhex(&self.modulus), unhex(&self.exponent));
        let sum = Sha1::new().chain_update(Rid::VISA.0).chain_update([index]);
        let sum = sum.chain_update(&modulus).chain_update(&exponent).finalize();
        CaPublicKey::new(Rid::VISA, index, &modulus, &exponent, expires, sum.into()).unwrap()
    }
}
