//! What a payment answers.

use serde::Serialize;
use tapkernel::core::data::{KernelId, describe, tags};
use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::Cvm;
use tapkernel::profile::Profile;
use tapkernel::reader::FinalOutcome;
use tapkernel_terminal::amount::Denomination;
use tapkernel_terminal::books::{Fate, Transaction, Verdict};
use tapkernel_terminal::moment::{Moment, date_text};
use tapkernel_terminal::receipt::{Layout, Receipt};
use tapkernel_terminal::sale::SaleResult;
use tapkernel_terminal::terminal::Terminal;

use super::failure::{journal_failed, sale_failed};
use super::messages::Shown;
use super::order::word;
use crate::exit::Failure;
use crate::language::Language;

/// The answer: the keys of the command line's contract, and more.
#[derive(Debug, Serialize)]
pub(crate) struct Answer {
    /// `Approved`, `Declined` or `Unknown`: for the merchant.
    outcome: &'static str,
    /// The stable number of the result.
    code: u16,
    /// What the merchant does now, in English.
    what_to_do: &'static str,
    /// Why it was not approved; `null` if it was, or nobody knows.
    reason: Option<&'static str>,
    /// The error behind a tap that did not go online.
    detail: Option<String>,
    /// The kernel's outcome in the spelling of Book A; `null` if no card was tapped.
    kernel_outcome: Option<String>,
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
    /// Retrieval Reference Number; `null` if there was no answer.
    rrn: Option<String>,
    batch: u32,
    /// The caller's own reference.
    reference: Option<String>,
    /// STAN of the transaction that this one follows.
    original: Option<String>,
    operator: Option<String>,
    supervisor: Option<String>,
    merchant_id: String,
    terminal_id: String,
    masked_pan: Option<String>,
    /// Application Preferred Name or Label.
    application: Option<String>,
    /// YYYY-MM-DD, on the terminal's clock.
    date: String,
    /// HH:MM:SS.
    time: String,
    business_date: String,
    receipt: String,
    messages: Vec<Shown>,
    path: Vec<&'static str>,
}

#[derive(Debug, Default, Serialize)]
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
    pub(super) fn new(terminal: &Terminal, result: &SaleResult, language: Language) -> Result<Self, Failure> {
        let transaction = result.transaction();
        let outcome = result.finished().outcome.as_deref();
        let receipt = terminal.receipt(transaction, Some(language)).map_err(|error| sale_failed(&error))?;
        let original = match transaction.begun.original {
            Some(id) => terminal.reports().by_id(id).map_err(|error| journal_failed(&error))?,
            None => None,
        };
        let mut answer = Self::of(terminal.profile(), transaction, outcome, &receipt);
        answer.outcome = outcome_word(transaction.verdict());
        answer.code = result.code().0;
        answer.what_to_do = result.code().what_to_do();
        answer.reason = result.reason().map(|reason| reason.text(language));
        answer.detail = outcome.filter(|_| !result.is_approved()).and_then(detail);
        answer.original = original.as_ref().map(number);
        Ok(answer)
    }

    fn of(
        profile: &Profile,
        transaction: &Transaction,
        outcome: Option<&FinalOutcome>,
        receipt: &Receipt,
    ) -> Self {
        let (begun, answered) = (&transaction.begun, transaction.answer());
        let facts = Facts::of(transaction, outcome);
        let money = &receipt.denomination;
        Self {
            outcome: "",
            code: 0,
            what_to_do: "",
            reason: None,
            detail: None,
            kernel_outcome: outcome.map(|outcome| outcome.parameters.outcome.to_string()),
            kernel: facts.kernel.map(|kernel| kernel.to_string()),
            aid: facts.aid,
            transaction_type: word(begun.kind),
            amount: money.write(begun.money.amount),
            amount_other: money.write(begun.cashback),
            currency: Denomination::letters(money).to_owned(),
            cvm: facts.cvm.to_string(),
            oda: facts.oda,
            online: Online {
                requested: transaction.messages.iter().any(|sent| sent.fate != Fate::NotSent),
                response_code: answered.map(|answered| answered.response_code.to_string()),
                auth_code: answered.and_then(|answered| answered.authorisation_code.clone()),
            },
            stan: number(transaction),
            rrn: answered.and_then(|answered| answered.rrn.clone()),
            batch: begun.batch,
            reference: begun.reference.clone(),
            original: None,
            operator: begun.operator.clone(),
            supervisor: begun.supervisor.clone(),
            merchant_id: profile.terminal().merchant_id.clone(),
            terminal_id: profile.terminal().id.clone(),
            masked_pan: transaction.card.as_ref().map(|card| card.last_four.to_string()),
            application: facts.application,
            date: date_text(transaction.at.date),
            time: time_text(transaction.at),
            business_date: date_text(transaction.day),
            receipt: receipt.text(Layout::Free),
            messages: Vec::new(),
            path: outcome.map(|outcome| outcome.path.clone()).unwrap_or_default(),
        }
    }

    /// With the messages that were shown.
    pub(super) fn with_messages(self, messages: Vec<Shown>) -> Self {
        Self { messages, ..self }
    }

    pub(super) fn receipt(&self) -> &str {
        &self.receipt
    }

    /// The error behind a tap that did not go online, for engineers.
    pub(super) fn detail(&self) -> Option<String> {
        let detail = self.detail.as_deref()?;
        Some(format!("{}: {detail}", self.kernel_outcome.as_deref().unwrap_or_default()))
    }
}

/// What is told of the card: what the tap said, else what the journal has.
struct Facts {
    kernel: Option<KernelId>,
    aid: Option<String>,
    application: Option<String>,
    cvm: Cvm,
    oda: Oda,
}

impl Facts {
    fn of(transaction: &Transaction, outcome: Option<&FinalOutcome>) -> Self {
        let card = transaction.card.as_ref();
        let kept = card.map(|card| (card.kernel, card.aid, card.cvm));
        let (kernel, aid, cvm) = match outcome {
            Some(outcome) => (outcome.kernel, outcome.adf_name.or(outcome.aid), outcome.parameters.cvm),
            None => kept.unwrap_or((None, None, Cvm::NotApplicable)),
        };
        let label = outcome.and_then(|outcome| outcome.database.get(tags::APPLICATION_LABEL));
        let label = label.map(|label| describe::shown(label).trim().to_owned());
        Self {
            kernel,
            aid: aid.map(|aid| aid.to_string()),
            application: card.and_then(|card| card.application.clone()).or(label.filter(|l| !l.is_empty())),
            cvm,
            oda: oda(transaction, outcome),
        }
    }
}

fn oda(transaction: &Transaction, outcome: Option<&FinalOutcome>) -> Oda {
    match (outcome, &transaction.card) {
        (Some(outcome), _) => Oda {
            method: outcome.oda.method.to_string(),
            result: outcome.oda.result.to_string(),
            reason: outcome.oda.reason.map(|reason| reason.to_string()),
        },
        (None, Some(card)) => {
            let [method, result] = card.oda.clone();
            Oda { method, result, reason: None }
        }
        (None, None) => Oda { method: "none".to_owned(), result: "not-performed".to_owned(), reason: None },
    }
}

/// `Approved`, `Declined`, `Unknown`.
pub(crate) const fn outcome_word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Approved) => "Approved",
        Some(Verdict::Declined(_)) => "Declined",
        Some(Verdict::Unknown) | None => "Unknown",
    }
}

fn number(transaction: &Transaction) -> String {
    format!("{:06}", transaction.stan().number())
}

fn time_text(at: Moment) -> String {
    format!("{:02}:{:02}:{:02}", at.time.hour(), at.time.minute(), at.time.second())
}

/// What engineers want to know of a tap that ended without the issuer: the error behind it.
fn detail(outcome: &FinalOutcome) -> Option<String> {
    let error = &outcome.error;
    let status = error.status_word.map(|status| format!("status {status}"));
    let level = [error.l1.map(|l1| l1.name()), error.l2.map(|l2| l2.name()), error.l3.map(|l3| l3.name())];
    let oda = (outcome.oda.result == OdaResult::Failed).then_some(outcome.oda.reason).flatten();
    let oda = oda.map(|reason| format!("{} {reason}", outcome.oda.method));
    let parts: Vec<_> = level.into_iter().flatten().map(str::to_owned).chain(status).chain(oda).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
