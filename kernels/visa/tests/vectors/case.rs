//! The form of a case; `test-vectors/kernel3/README.md` explains it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) name: String,
    /// The rules of `rules.json` that the case holds.
    pub(super) rules: Vec<String>,
    #[serde(default)]
    pub(super) note: String,
    #[serde(default)]
    pub(super) reader: Reader,
    pub(super) card: Card,
    /// The exchanges, all of them; the regular ones of the card if there are none.
    #[serde(default)]
    pub(super) exchanges: Vec<Exchange>,
    pub(super) issuer: Option<Issuer>,
    pub(super) expect: Map<String, Value>,
}

/// A reader of `base.json` with changes.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Reader {
    pub(super) base: Option<String>,
    pub(super) ttq: Option<String>,
    pub(super) aid: Option<String>,
    pub(super) amount: Option<u64>,
    pub(super) amount_other: Option<u64>,
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) date: Option<String>,
    /// By name, `as_book` or `strict`.
    pub(super) policies: BTreeMap<String, String>,
    /// By tag; `null` takes an object away.
    pub(super) terminal: BTreeMap<String, Option<String>>,
    pub(super) ca_key_expires: Option<String>,
    /// The Combination has no TTQ.
    pub(super) without_ttq: bool,
    /// The kernel starts without a selected application.
    pub(super) without_selection: bool,
}

/// A card of `base.json` with changes, applied in the order of the fields.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Card {
    pub(super) base: String,
    pub(super) fci: Option<String>,
    /// A signature of `base.json`: sets `9F4B` and `9F69`.
    pub(super) signature: Option<String>,
    /// Objects in place of the card's, or added to the answer to GET PROCESSING OPTIONS.
    #[serde(default)]
    pub(super) set: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) omit: Vec<String>,
    /// Objects that the answer to GET PROCESSING OPTIONS has beside those it has.
    #[serde(default)]
    pub(super) gpo: BTreeMap<String, String>,
    /// Objects that the first record has beside those it has.
    #[serde(default)]
    pub(super) record: BTreeMap<String, String>,
}

/// A command, exactly, and what follows it.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Exchange {
    pub(super) c: String,
    /// The answer; the card's own if there is no `r`, `l1` or `event`.
    pub(super) r: Option<String>,
    pub(super) l1: Option<String>,
    pub(super) event: Option<String>,
}

/// What the issuer answered, for a second tap.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issuer {
    pub(super) data: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) scripts: Vec<String>,
    /// What the kernel had at the first tap, as far as the reader kept it.
    pub(super) previous: Option<BTreeMap<String, String>>,
    /// Status word of the SELECT of the second tap.
    pub(super) select: Option<String>,
}

impl Case {
    /// What goes in, to tell cases apart; a command that the card answers as usual adds nothing.
    pub(super) fn input(&self) -> String {
        let told =
            |exchange: &&Exchange| exchange.r.is_some() || exchange.l1.is_some() || exchange.event.is_some();
        let told: Vec<_> = self.exchanges.iter().filter(told).collect();
        let input = (&self.reader, &self.card, told, &self.issuer);
        serde_json::to_string(&input).unwrap()
    }
}

/// All cases of the numbered files, with the file's name.
pub(super) fn all() -> Vec<(String, Case)> {
    let all = tapkernel_test_vectors::cases("kernel3", &["base", "rules"]).into_iter();
    all.map(|(file, case): (String, Case)| (format!("{file}/{}", case.name), case)).collect()
}
