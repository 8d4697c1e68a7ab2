//! What `tap pay --json` answers.

use serde::Serialize;
use tapkernel::core::outcome::Cvm;
use tapkernel::reader::FinalOutcome;

use super::messages::Shown;
use super::reason::detail;
use super::receipt::receipt;
use super::result::CardFacts;
use super::{Order, Verdict};
use crate::language::Language;
use tapkernel::profile::Profile;
use tapkernel_terminal::receipt::Layout;

/// The answer: the keys of `contracts.md`, and more.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    /// `Approved` or `Declined`: for the merchant, after the issuer's answer.
    outcome: &'static str,
    /// Why it was not approved; `null` if it was.
    reason: Option<&'static str>,
    /// The error behind a tap that did not go online.
    detail: Option<String>,
    /// The kernel's outcome in the spelling of Book A.
    kernel_outcome: String,
    /// The kernel, in hexadecimal.
    kernel: Option<String>,
    /// Name of the card's application.
    aid: Option<String>,
    #[serde(rename = "type")]
    transaction_type: &'static str,
    /// With the currency's decimals.
    amount: String,
    /// The cash part of a cashback.
    amount_other: String,
    currency: String,
    cvm: String,
    oda: Oda,
    online: Online,
    /// Systems Trace Audit Number, six digits.
    stan: String,
    /// Retrieval Reference Number; `null` if the issuer was not asked.
    rrn: Option<String>,
    merchant_id: String,
    terminal_id: String,
    masked_pan: Option<String>,
    /// Application Preferred Name or Label.
    application: Option<String>,
    /// YYYY-MM-DD, on the terminal's clock.
    date: String,
    /// HH:MM:SS.
    time: String,
    receipt: String,
    messages: Vec<Shown>,
    path: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Oda {
    method: String,
    result: String,
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct Online {
    requested: bool,
    response_code: Option<String>,
    auth_code: Option<String>,
}

impl Answer {
    pub(crate) fn new(
        profile: &Profile,
        order: &Order,
        outcome: &FinalOutcome,
        verdict: &Verdict,
        language: Language,
    ) -> Self {
        let card = CardFacts::from(outcome);
        let cvm: Cvm = outcome.parameters.cvm;
        let receipt = receipt(profile, order, &card, (verdict, cvm), language).text(Layout::Free);
        let response = verdict.response.as_ref();
        Self {
            outcome: verdict.word(),
            reason: verdict.reason.map(|reason| reason.text(language)),
            detail: if verdict.is_approved() { None } else { detail(outcome) },
            kernel_outcome: outcome.parameters.outcome.to_string(),
            kernel: card.kernel.map(|kernel| kernel.to_string()),
            aid: card.aid.map(|aid| aid.to_string()),
            transaction_type: order.kind.word(),
            amount: order.currency.write_amount(order.amount),
            amount_other: order.currency.write_amount(order.other),
            currency: order.currency.letters().to_owned(),
            cvm: cvm.to_string(),
            oda: Oda {
                method: outcome.oda.method.to_string(),
                result: outcome.oda.result.to_string(),
                reason: outcome.oda.reason.map(|reason| reason.to_string()),
            },
            online: Online {
                requested: response.is_some(),
                response_code: response.map(|response| response.response_code.to_string()),
                auth_code: response.and_then(|response| response.authorisation_code.clone()),
            },
            stan: format!("{:06}", order.at.trace_number()),
            rrn: response.map(|response| response.rrn.clone()),
            merchant_id: profile.terminal().merchant_id.clone(),
            terminal_id: profile.terminal().id.clone(),
            masked_pan: card.masked_pan.map(|pan| pan.to_string()),
            application: card.application.clone(),
            date: order.at.date_text(),
            time: order.at.time_text(),
            receipt,
            messages: Vec::new(),
            path: outcome.path.clone(),
        }
    }

    /// With the messages that were shown.
    pub(crate) fn with_messages(self, messages: Vec<Shown>) -> Self {
        Self { messages, ..self }
    }

    pub(crate) fn receipt(&self) -> &str {
        &self.receipt
    }

    /// The error behind a tap that did not go online, for engineers.
    pub(crate) fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}
