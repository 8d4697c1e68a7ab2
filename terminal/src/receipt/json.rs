//! A receipt as data.

use serde::Serialize;

use super::base64;
use super::{Receipt, ReceiptCopy, ReceiptResult, Verification};

/// What `version` says. It changes when a key changes its meaning or goes away, not when one is added.
const VERSION: u8 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u8,
    language: &'static str,
    merchant: MerchantDocument<'a>,
    date: String,
    time: String,
    operation: &'static str,
    currency: CurrencyDocument<'a>,
    amount: AmountDocument,
    other: Option<AmountDocument>,
    stan: String,
    rrn: Option<&'a str>,
    authorisation_code: Option<&'a str>,
    response_code: Option<String>,
    card: CardDocument<'a>,
    verification: &'static str,
    signature_png: Option<String>,
    result: &'static str,
    reason: Option<&'static str>,
    copy: Option<&'static str>,
    duplicate: bool,
}

#[derive(Serialize)]
struct MerchantDocument<'a> {
    header: &'a [String],
    name: &'a str,
    address: &'a [String],
    merchant_id: &'a str,
    terminal_id: &'a str,
    footer: &'a [String],
}

#[derive(Serialize)]
struct CurrencyDocument<'a> {
    letters: &'a str,
    code: String,
    exponent: u8,
}

#[derive(Serialize)]
struct AmountDocument {
    minor_units: u64,
    text: String,
}

#[derive(Serialize)]
struct CardDocument<'a> {
    account: Option<String>,
    scheme: Option<&'a str>,
    application: Option<&'a str>,
    aid: Option<String>,
}

impl Receipt {
    /// One JSON object, `version` first. Words (`operation`, `verification`, `result`, `copy`) are the same in every
    /// language; `reason` is in the language of the receipt. The signature is the PNG file in base 64.
    pub fn json(&self) -> String {
        // Text and numbers under text keys: there is nothing that serde_json could refuse.
        serde_json::to_string_pretty(&self.document()).unwrap_or_default()
    }

    fn document(&self) -> Document<'_> {
        let (result, reason) = match self.result {
            ReceiptResult::Approved => ("approved", None),
            ReceiptResult::Declined(reason) => ("declined", Some(reason.text(self.language))),
            ReceiptResult::Unknown => ("unknown", None),
        };
        Document {
            version: VERSION,
            language: self.language.code(),
            merchant: self.merchant_document(),
            date: self.date_text(),
            time: self.time_text(),
            operation: self.operation.word(),
            currency: self.currency_document(),
            amount: self.amount_document(self.amount),
            other: self.other.map(|other| self.amount_document(other)),
            stan: format!("{:06}", self.stan.number()),
            rrn: self.rrn.as_deref(),
            authorisation_code: self.authorisation_code.as_deref(),
            response_code: self.response_code.map(|code| code.to_string()),
            card: self.card_document(),
            verification: self.verification.word(),
            signature_png: self.signature_document(),
            result,
            reason,
            copy: self.copy.map(|copy| match copy {
                ReceiptCopy::Merchant => "merchant",
                ReceiptCopy::Customer => "customer",
            }),
            duplicate: self.is_duplicate,
        }
    }

    fn merchant_document(&self) -> MerchantDocument<'_> {
        let merchant = &self.merchant;
        MerchantDocument {
            header: &merchant.header,
            name: &merchant.name,
            address: &merchant.address,
            merchant_id: &merchant.merchant_id,
            terminal_id: &merchant.terminal_id,
            footer: &merchant.footer,
        }
    }

    fn currency_document(&self) -> CurrencyDocument<'_> {
        let currency = self.denomination.currency();
        CurrencyDocument {
            letters: self.denomination.letters(),
            code: format!("{:03}", currency.code()),
            exponent: currency.exponent(),
        }
    }

    fn amount_document(&self, amount: tapkernel::core::data::Amount) -> AmountDocument {
        AmountDocument { minor_units: amount.minor_units(), text: self.denomination.write(amount) }
    }

    fn card_document(&self) -> CardDocument<'_> {
        CardDocument {
            account: self.card.account.map(|account| account.to_string()),
            scheme: self.card.scheme.as_deref(),
            application: self.card.application.as_deref(),
            aid: self.card.aid.map(|aid| aid.to_string()),
        }
    }

    fn signature_document(&self) -> Option<String> {
        match &self.verification {
            Verification::Signature(Some(image)) => Some(base64::encode(image.as_png())),
            _ => None,
        }
    }
}

impl Verification {
    /// The word for programs.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NotApplicable => "not-applicable",
            Self::NoCvm => "no-cvm",
            Self::PinVerified => "pin-verified",
            Self::PinEntered => "pin-entered",
            Self::Device => "device",
            Self::Signature(_) => "signature",
        }
    }
}
