//! The JSON form of a transcript.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Reads a document: one transcript or an array of them.
///
/// # Errors
///
/// [`TranscriptError::Json`] with line and column.
pub fn parse(json: &str) -> Result<Vec<Transcript>, TranscriptError> {
    let document: Value = serde_json::from_str(json)?;
    match document {
        Value::Array(_) => Ok(serde_json::from_str(json)?),
        _ => Ok(vec![serde_json::from_str(json)?]),
    }
}

/// One tap with everything that decides its course.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// Its name.
    pub name: String,
    /// Where it is from, what it shows. Not used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Name of a built-in profile, path of a profile, or a profile.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub profile: Value,
    /// The transaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transaction: Option<TransactionText>,
    /// Terminal data objects in place of the profile's, by tag, in hexadecimal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub terminal: BTreeMap<String, String>,
    /// How commands are compared.
    #[serde(default, rename = "match")]
    pub compare: CompareText,
    /// What happens, in order.
    #[serde(default, alias = "apdus")]
    pub exchanges: Vec<Step>,
    /// What must come of it.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub expect: serde_json::Map<String, Value>,
    /// Origin of a recording. Not used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// Licence of a recording. Not used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// Scheme of a recording. Not used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scheme: String,
    /// Interface of a recording. Not used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub interface: String,
    /// What kind of card a recording is of. Not used.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pan_class: String,
}

/// The transaction of a transcript.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TransactionText {
    /// Amount, Authorised in minor units.
    pub amount: u64,
    /// Amount, Other in minor units.
    #[serde(default)]
    pub amount_other: u64,
    /// ISO 4217: numeric, or as letters.
    pub currency: Value,
    /// `purchase`, `cashback`, `cash` or `refund`.
    #[serde(rename = "type", default = "purchase")]
    pub transaction_type: String,
    /// YYYY-MM-DD.
    pub date: String,
    /// HH:MM:SS.
    #[serde(default = "noon")]
    pub time: String,
    /// Four bytes each, in hexadecimal, drawn in order.
    #[serde(default)]
    pub unpredictable_numbers: Vec<String>,
}

fn purchase() -> String {
    "purchase".to_owned()
}

fn noon() -> String {
    "12:00:00".to_owned()
}

/// How commands are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CompareText {
    /// Every byte.
    #[default]
    Exact,
    /// CLA INS P1 P2.
    Header,
}

/// One line of a transcript: an exchange, or an event.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// C-APDU in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub c: Option<String>,
    /// R-APDU in hexadecimal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r: Option<String>,
    /// `time-out`, `transmission` or `protocol`: no answer came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub l1: Option<String>,
    /// How long the card took, in microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub us: Option<u64>,
    /// `card-removed`, `card-presented`, `collision`, `stop`, `time-out`, `det`, `online-response`, `pin-entered`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Data objects of `det` and `online-response`, by tag, in hexadecimal.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub data: BTreeMap<String, String>,
}

impl Transcript {
    /// Nothing but a name.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

impl std::fmt::Debug for Transcript {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Transcript({:?}, {} exchanges)", self.name, self.exchanges.len())
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.event {
            Some(event) => write!(f, "Step({event})"),
            None => f.write_str("Step(exchange)"),
        }
    }
}

/// A transcript that cannot be read or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TranscriptError {
    /// Not the JSON of a transcript.
    #[error("{0}")]
    Json(#[from] serde_json::Error),
    /// A field has a value that it cannot have.
    #[error("{field}: {problem}")]
    Field {
        /// Where: `exchanges[3].r`.
        field: String,
        /// What is wrong and what is wanted.
        problem: String,
    },
    /// The reader refused to run it.
    #[error(transparent)]
    Reader(#[from] crate::reader::ReaderError),
    /// What the reader did and what the transcript has differ.
    #[error("{0}")]
    Mismatch(String),
}

impl TranscriptError {
    /// The error for a field.
    pub(super) fn field(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self::Field { field: field.into(), problem: problem.into() }
    }
}
