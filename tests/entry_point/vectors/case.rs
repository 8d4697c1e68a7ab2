//! The form of a case.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// One case; `test-vectors/entry_point/README.md` says what each field means.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    pub(super) name: String,
    #[serde(default)]
    pub(super) note: String,
    pub(super) rules: Vec<String>,
    pub(super) combinations: Vec<Value>,
    #[serde(default)]
    pub(super) transaction: Transaction,
    #[serde(default)]
    pub(super) request: RequestText,
    #[serde(default)]
    pub(super) kernels: BTreeMap<String, Vec<Value>>,
    #[serde(default)]
    pub(super) card: Card,
    #[serde(default)]
    pub(super) field: Vec<String>,
    #[serde(default)]
    pub(super) choose: Vec<usize>,
    #[serde(default)]
    pub(super) issuer: Option<Issuer>,
    #[serde(default)]
    pub(super) then: Option<Transaction>,
    pub(super) expect: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Transaction {
    pub(super) amount: u64,
    pub(super) other: u64,
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) currency: u16,
    pub(super) exponent: u8,
}

impl Default for Transaction {
    fn default() -> Self {
        Self { amount: 1000, other: 0, kind: 0, currency: 978, exponent: 2 }
    }
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RequestText {
    /// `A` if empty.
    pub(super) start: String,
    pub(super) autorun: bool,
    pub(super) fixed_amount: bool,
    pub(super) choice: bool,
    /// Seconds.
    pub(super) card_timeout: Option<u64>,
    pub(super) transaction_timeout: Option<u64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Card {
    /// The contents of each `61`.
    pub(super) directory: Vec<String>,
    /// Whole answers to SELECT PPSE, one after the other, in the place of the directory; the last one stays.
    pub(super) ppse: Vec<String>,
    /// Whole answers to SELECT of an application, by its name; the same.
    pub(super) select: BTreeMap<String, Vec<String>>,
    /// PDOL by name, where an application does not just ask for the TTQ; `-` is none.
    pub(super) pdol: BTreeMap<String, String>,
    /// Milliseconds that each answer takes.
    pub(super) takes: Option<u64>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Issuer {
    pub(super) data: BTreeMap<String, String>,
    pub(super) scripts: Vec<String>,
    /// Milliseconds until it answers.
    pub(super) after: u64,
    /// The answer goes to an Entry Point of its own, which starts at D.
    pub(super) elsewhere: bool,
    /// It does not answer: the terminal stops.
    pub(super) stop: bool,
    /// The card as it is then.
    pub(super) card: Option<Card>,
}

/// What the cases refer to by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Base {
    pub(super) limits: BTreeMap<String, Value>,
    pub(super) outcomes: BTreeMap<String, Value>,
}

pub(super) fn base() -> Base {
    tapkernel_test_vectors::read("test-vectors/entry_point/base.json")
}

/// All cases, by file and name.
pub(super) fn all() -> Vec<(String, Case)> {
    let all = tapkernel_test_vectors::cases("entry_point", &["base", "rules"]).into_iter();
    all.map(|(file, case): (String, Case)| (format!("{file}/{}", case.name), case)).collect()
}
