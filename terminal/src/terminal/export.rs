//! The history as CSV and JSON Lines.

use serde::Serialize;
use tapkernel::profile::Profile;

use super::History;
use crate::books::{Transaction, Verdict};
use crate::language::Language;
use crate::moment::date_text;
use crate::receipt::{denomination, scheme_name};
use crate::result_code::ResultCode;

/// A line of the history. The columns of the CSV form and the keys of the JSON form are the names of these fields, in this
/// order; new ones come at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HistoryLine {
    /// Number of the transaction in the journal.
    pub id: u64,
    /// Systems Trace Audit Number, six digits.
    pub stan: String,
    /// When it began, `YYYY-MM-DD HH:MM:SS+HH:MM`.
    pub at: String,
    /// Business date, `YYYY-MM-DD`.
    pub business_date: String,
    /// What was done: `purchase`, `refund` and so on.
    pub kind: String,
    /// `approved`, `declined`, `unknown`, or `running`.
    pub result: &'static str,
    /// The stable number of the result.
    pub code: Option<u16>,
    /// Why it was declined, in words.
    pub reason: Option<&'static str>,
    /// The total, with the currency's decimals.
    pub amount: String,
    /// The cash part, with the currency's decimals.
    pub cashback: String,
    /// ISO 4217 letters.
    pub currency: String,
    /// The card: `***0036`.
    pub card: Option<String>,
    /// The scheme.
    pub scheme: Option<&'static str>,
    /// Application Preferred Name or Label.
    pub application: Option<String>,
    /// How the cardholder was verified.
    pub cvm: Option<String>,
    /// Retrieval Reference Number.
    pub rrn: Option<String>,
    /// Authorisation code.
    pub authorisation_code: Option<String>,
    /// The issuer's response code.
    pub response_code: Option<String>,
    /// Number of the batch.
    pub batch: u32,
    /// The app's reference.
    pub reference: Option<String>,
    /// `id` of the transaction that this one follows.
    pub original: Option<u64>,
    /// The operator.
    pub operator: Option<String>,
    /// The supervisor.
    pub supervisor: Option<String>,
}

impl HistoryLine {
    /// The line of a transaction.
    pub fn new(profile: &Profile, transaction: &Transaction, language: Language) -> Self {
        let (begun, card, answer) = (&transaction.begun, transaction.card.as_ref(), transaction.answer());
        let denomination = denomination(profile, begun.money.currency);
        let verdict = transaction.verdict();
        Self {
            id: transaction.id.0,
            stan: format!("{:06}", transaction.stan().number()),
            at: transaction.at.to_string(),
            business_date: date_text(transaction.day),
            kind: begun.kind.word().to_owned(),
            result: word(verdict),
            code: verdict.map(|verdict| ResultCode::of(verdict).0),
            reason: match verdict {
                Some(Verdict::Declined(reason)) => Some(reason.text(language)),
                _ => None,
            },
            amount: denomination.write(begun.money.amount),
            cashback: denomination.write(begun.cashback),
            currency: denomination.letters().to_owned(),
            card: card.map(|card| card.last_four.to_string()),
            scheme: card.and_then(|card| scheme_name(card.kernel?)),
            application: card.and_then(|card| card.application.clone()),
            cvm: card.map(|card| card.cvm.to_string()),
            rrn: answer.and_then(|answer| answer.rrn.clone()),
            authorisation_code: answer.and_then(|answer| answer.authorisation_code.clone()),
            response_code: answer.map(|answer| answer.response_code.to_string()),
            batch: begun.batch,
            reference: begun.reference.clone(),
            original: begun.original.map(|id| id.0),
            operator: begun.operator.clone(),
            supervisor: begun.supervisor.clone(),
        }
    }
}

/// The word for a verdict.
const fn word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Approved) => "approved",
        Some(Verdict::Declined(_)) => "declined",
        Some(Verdict::Unknown) => "unknown",
        None => "running",
    }
}

impl History {
    /// A line for each transaction.
    pub fn lines(&self, profile: &Profile, language: Language) -> Vec<HistoryLine> {
        self.0.iter().map(|transaction| HistoryLine::new(profile, transaction, language)).collect()
    }

    /// As CSV (RFC 4180) with a line of names. A text that a spreadsheet would take for a formula gets an apostrophe.
    pub fn csv(&self, profile: &Profile, language: Language) -> String {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        for mut line in self.lines(profile, language) {
            let texts =
                [&mut line.reference, &mut line.application, &mut line.operator, &mut line.supervisor];
            texts.into_iter().flatten().for_each(defuse);
            // Writing into memory does not fail, and every line has the same fields.
            let _ = writer.serialize(line);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// As JSON Lines: an object for each transaction, each on a line.
    pub fn json_lines(&self, profile: &Profile, language: Language) -> String {
        let lines = self.lines(profile, language);
        lines.iter().filter_map(|line| serde_json::to_string(line).ok()).map(|line| line + "\n").collect()
    }
}

/// So that a spreadsheet takes it for text.
fn defuse(text: &mut String) {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        text.insert(0, '\'');
    }
}
