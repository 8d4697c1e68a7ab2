//! The receipt.

use tapkernel::core::data::KernelId;
use tapkernel::core::outcome::{Cvm, MessageIdentifier};
use tapkernel::profile::Profile;

use super::result::CardFacts;
use super::{Kind, Order, Verdict};
use crate::language::Language;

/// Everything that a receipt shows; nothing of it is secret.
pub(crate) struct Receipt<'a> {
    pub(crate) profile: &'a Profile,
    pub(crate) order: &'a Order,
    pub(crate) card: &'a CardFacts,
    pub(crate) verdict: &'a Verdict,
    pub(crate) cvm: Cvm,
    pub(crate) language: Language,
}

impl Receipt<'_> {
    /// The receipt, line by line, without an end of line at its end.
    pub(crate) fn text(&self) -> String {
        let terminal = self.profile.terminal();
        let own = self.profile.receipt();
        let mut lines: Vec<String> = own.header.clone();
        lines.push(terminal.merchant.name.clone());
        lines.extend(terminal.merchant.address.iter().cloned());
        lines.push(String::new());
        lines.extend(self.terminal());
        lines.push(String::new());
        lines.extend(self.amounts());
        lines.extend(self.card());
        lines.extend(self.authorisation());
        lines.push(String::new());
        lines.extend(self.result());
        if !own.footer.is_empty() {
            lines.push(String::new());
            lines.extend(own.footer.iter().cloned());
        }
        lines.join("\n")
    }

    fn terminal(&self) -> [String; 4] {
        let labels = &self.language.texts().labels;
        let terminal = self.profile.terminal();
        [
            labelled(labels.merchant_id, &terminal.merchant_id),
            labelled(labels.terminal_id, &terminal.id),
            labelled(labels.date, &self.order.at.date_text()),
            labelled(labels.time, &self.order.at.time_text()),
        ]
    }

    fn amounts(&self) -> Vec<String> {
        let labels = &self.language.texts().labels;
        let title = match self.order.kind {
            Kind::Purchase => labels.purchase,
            Kind::Cashback => labels.cashback,
            Kind::Cash => labels.cash,
        };
        let mut lines = vec![title.to_owned()];
        lines.push(labelled(labels.amount, &self.order.amount_text(self.order.amount)));
        if self.order.kind == Kind::Cashback {
            lines.push(labelled(labels.cash_part, &self.order.amount_text(self.order.other)));
        }
        lines
    }

    fn card(&self) -> Vec<String> {
        let labels = &self.language.texts().labels;
        let fields = [
            (labels.card, self.card.masked_pan.map(|pan| pan.to_string())),
            (labels.scheme, self.card.kernel.and_then(scheme).map(str::to_owned)),
            (labels.application, self.card.application.clone()),
            (labels.aid, self.card.aid.map(|aid| aid.to_string())),
        ];
        present(fields)
    }

    fn authorisation(&self) -> Vec<String> {
        let labels = &self.language.texts().labels;
        let response = self.verdict.response.as_ref();
        let fields = [
            (labels.authorisation_code, response.and_then(|response| response.authorisation_code.clone())),
            (labels.reference, response.map(|response| response.rrn.clone())),
            (labels.stan, Some(format!("{:06}", self.order.at.trace_number()))),
        ];
        present(fields)
    }

    fn result(&self) -> Vec<String> {
        let texts = self.language.texts();
        let mut lines: Vec<String> = self.verification().map(str::to_owned).into_iter().collect();
        match self.verdict.reason {
            None => lines.push(self.language.message(MessageIdentifier::Approved).to_owned()),
            Some(reason) => {
                lines.push(texts.labels.declined.to_owned());
                lines.push(labelled(texts.labels.reason, reason.text(&texts.reasons)));
            }
        }
        if self.verdict.wants_signature(self.cvm) {
            lines.push(format!("{}: ______________________________", texts.labels.signature));
        }
        lines
    }

    /// The line about the cardholder; a PIN counts as verified once the issuer has approved.
    fn verification(&self) -> Option<&'static str> {
        let labels = &self.language.texts().labels;
        match self.cvm {
            Cvm::OnlinePin if self.verdict.is_approved() => Some(labels.pin_verified),
            Cvm::OnlinePin if self.verdict.response.is_some() => Some(labels.pin_entered),
            Cvm::OnlinePin | Cvm::NotApplicable | Cvm::ObtainSignature => None,
            Cvm::NoCvm => Some(labels.no_cvm),
            Cvm::ConfirmationCodeVerified => Some(labels.device_verified),
        }
    }
}

/// The scheme whose kernel ran.
const fn scheme(kernel: KernelId) -> Option<&'static str> {
    match kernel {
        KernelId::MASTERCARD => Some("Mastercard"),
        KernelId::VISA => Some("Visa"),
        _ => None,
    }
}

fn labelled(label: &str, value: &str) -> String {
    format!("{label}: {value}")
}

fn present<const N: usize>(fields: [(&str, Option<String>); N]) -> Vec<String> {
    fields.into_iter().filter_map(|(label, value)| Some(labelled(label, &value?))).collect()
}
