//! The lines of a receipt: what all its forms show, in one order.

use tapkernel::core::outcome::MessageIdentifier;

use super::clean::clean;
use super::{Receipt, ReceiptCopy, ReceiptResult, SignatureImage, Verification};
use crate::language::{Labels, Language};
use crate::transaction_kind::TransactionKind;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// About merchant or copy: in the middle.
    Middle(String),
    /// What must be seen: in the middle, bold.
    Strong(String),
    /// A value with its label.
    Field { label: &'static str, value: String },
    /// Between blocks.
    Blank,
    /// Where the cardholder signs.
    SignHere(&'static str),
    /// The signature.
    Signature(&'static str, &'a SignatureImage),
}

impl Receipt {
    pub(super) fn lines(&self) -> Vec<Line<'_>> {
        let blocks = [
            self.heading(),
            self.terminal(),
            [self.amounts(), self.card(), self.authorisation()].concat(),
            self.ending(),
            self.footing(),
        ];
        blocks.into_iter().filter(|block| !block.is_empty()).collect::<Vec<_>>().join(&Line::Blank)
    }

    fn labels(&self) -> &'static Labels {
        &self.language.texts().labels
    }

    fn heading(&self) -> Vec<Line<'_>> {
        let merchant = &self.merchant;
        let duplicate = self.is_duplicate.then(|| Line::Strong(self.labels().duplicate.to_owned()));
        let texts = merchant.header.iter().chain([&merchant.name]).chain(&merchant.address);
        duplicate.into_iter().chain(texts.map(|text| Line::Middle(clean(text)))).collect()
    }

    fn terminal(&self) -> Vec<Line<'_>> {
        let labels = self.labels();
        vec![
            field(labels.merchant_id, &self.merchant.merchant_id),
            field(labels.terminal_id, &self.merchant.terminal_id),
            field(labels.date, &self.date_text()),
            field(labels.time, &self.time_text()),
        ]
    }

    fn amounts(&self) -> Vec<Line<'_>> {
        let labels = self.labels();
        let amount = |label, amount| field(label, &self.denomination.write_with_letters(amount));
        let other = self.other.map(|other| amount(labels.cash_part, other));
        let title = Line::Strong(self.operation.title(self.language).to_owned());
        [title, amount(labels.amount, self.amount)].into_iter().chain(other).collect()
    }

    fn card(&self) -> Vec<Line<'_>> {
        let (labels, card) = (self.labels(), &self.card);
        present([
            (labels.card, card.account.map(|account| account.to_string())),
            (labels.scheme, card.scheme.clone()),
            (labels.application, card.application.clone()),
            (labels.aid, card.aid.map(|aid| aid.to_string())),
        ])
    }

    fn authorisation(&self) -> Vec<Line<'_>> {
        let labels = self.labels();
        let declined = matches!(self.result, ReceiptResult::Declined(_));
        present([
            (labels.authorisation_code, self.authorisation_code.clone()),
            (labels.reference, self.rrn.clone()),
            (labels.stan, Some(format!("{:06}", self.stan.number()))),
            (labels.response, self.response_code.filter(|_| declined).map(|code| code.to_string())),
        ])
    }

    fn ending(&self) -> Vec<Line<'_>> {
        let verified = self.verification_text().map(|text| Line::Middle(text.to_owned()));
        let result = Line::Strong(self.result_text().to_owned());
        let reason = match self.result {
            ReceiptResult::Declined(reason) => Some(field(self.labels().reason, reason.text(self.language))),
            _ => None,
        };
        verified.into_iter().chain([result]).chain(reason).chain(self.signature()).collect()
    }

    fn signature(&self) -> Option<Line<'_>> {
        let label = self.labels().signature;
        match (&self.verification, self.result) {
            (Verification::Signature(Some(image)), _) => Some(Line::Signature(label, image)),
            (Verification::Signature(None), ReceiptResult::Approved) => Some(Line::SignHere(label)),
            _ => None,
        }
    }

    fn footing(&self) -> Vec<Line<'_>> {
        let copy = self.copy.map(|copy| match copy {
            ReceiptCopy::Merchant => self.labels().merchant_copy,
            ReceiptCopy::Customer => self.labels().customer_copy,
        });
        let footer = self.merchant.footer.iter().map(|text| clean(text));
        copy.map(str::to_owned).into_iter().chain(footer).map(Line::Middle).collect()
    }

    /// The word for how it ended.
    pub(super) fn result_text(&self) -> &'static str {
        match self.result {
            ReceiptResult::Approved => self.language.message(MessageIdentifier::Approved),
            ReceiptResult::Declined(_) => self.labels().declined,
            ReceiptResult::Unknown => self.labels().unknown,
        }
    }

    fn verification_text(&self) -> Option<&'static str> {
        let labels = self.labels();
        match self.verification {
            Verification::NotApplicable | Verification::Signature(_) => None,
            Verification::NoCvm => Some(labels.no_cvm),
            Verification::PinVerified => Some(labels.pin_verified),
            Verification::PinEntered => Some(labels.pin_entered),
            Verification::Device => Some(labels.device_verified),
        }
    }
}

impl TransactionKind {
    /// What the receipt calls it.
    pub const fn title(self, language: Language) -> &'static str {
        let labels = &language.texts().labels;
        match self {
            Self::Purchase => labels.purchase,
            Self::Cashback => labels.cashback,
            Self::Cash => labels.cash,
            Self::Refund => labels.refund,
            Self::Void => labels.void,
            Self::PreAuthorisation => labels.pre_authorisation,
            Self::Increment => labels.increment,
            Self::Completion => labels.completion,
            Self::PreAuthorisationCancellation => labels.pre_authorisation_cancellation,
        }
    }
}

fn field<'a>(label: &'static str, value: &str) -> Line<'a> {
    Line::Field { label, value: clean(value) }
}

fn present<'a, const N: usize>(fields: [(&'static str, Option<String>); N]) -> Vec<Line<'a>> {
    fields.into_iter().filter_map(|(label, value)| Some(field(label, &value?))).collect()
}
