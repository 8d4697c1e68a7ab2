//! What a receipt says.

use tapkernel::core::data::{Aid, Amount, Date, Time};

use super::{MaskedAccount, Reason, SignatureImage};
use crate::acquirer::{ResponseCode, Stan};
use crate::amount::Denomination;
use crate::language::Language;
use crate::transaction_kind::TransactionKind;

/// A receipt: everything that any form of it shows, and nothing that none may show. The account number is a
/// [`MaskedAccount`], and there is no place for an expiry date.
///
/// Texts of the card and the profile are cleaned where they are shown: no control characters, none that turn the
/// direction of writing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Who sells.
    pub merchant: Merchant,
    /// Date, local.
    pub date: Date,
    /// Time of day, local.
    pub time: Time,
    /// What was done.
    pub operation: TransactionKind,
    /// The currency of both amounts.
    pub denomination: Denomination,
    /// The total.
    pub amount: Amount,
    /// The cash part of a cashback.
    pub other: Option<Amount>,
    /// Systems Trace Audit Number.
    pub stan: Stan,
    /// Retrieval Reference Number, twelve characters, if the issuer was asked.
    pub rrn: Option<String>,
    /// Authorisation code, six characters, if approved.
    pub authorisation_code: Option<String>,
    /// The issuer's response code, if it was asked.
    pub response_code: Option<ResponseCode>,
    /// The card, as far as it was read.
    pub card: ReceiptCard,
    /// How the cardholder was verified.
    pub verification: Verification,
    /// How it ended.
    pub result: ReceiptResult,
    /// Whose copy; `None` says nothing about it.
    pub copy: Option<ReceiptCopy>,
    /// Whether to mark it as printed before.
    pub is_duplicate: bool,
    /// The language of its words.
    pub language: Language,
}

/// The merchant on a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merchant {
    /// Lines above the name.
    pub header: Vec<String>,
    /// The name.
    pub name: String,
    /// Address lines.
    pub address: Vec<String>,
    /// Merchant Identifier, `9F16`.
    pub merchant_id: String,
    /// Terminal Identification, `9F1C`.
    pub terminal_id: String,
    /// Lines at the end.
    pub footer: Vec<String>,
}

/// The card on a receipt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptCard {
    /// Its number, masked.
    pub account: Option<MaskedAccount>,
    /// The scheme: `Mastercard`.
    pub scheme: Option<String>,
    /// Application Preferred Name or Label.
    pub application: Option<String>,
    /// Name of the application.
    pub aid: Option<Aid>,
}

/// How the cardholder was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verification {
    /// It does not come into it: the receipt says nothing.
    NotApplicable,
    /// Not at all.
    NoCvm,
    /// The issuer has checked the PIN.
    PinVerified,
    /// A PIN was sent, and the issuer declined.
    PinEntered,
    /// On the cardholder's device.
    Device,
    /// By signature: the picture, or else a line to sign on.
    Signature(Option<SignatureImage>),
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptResult {
    /// Approved.
    Approved,
    /// Not approved.
    Declined(Reason),
    /// No answer came.
    Unknown,
}

/// Whose copy it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReceiptCopy {
    /// The merchant's: it carries the signature.
    Merchant,
    /// The customer's: no signature and no first digits of the account number.
    Customer,
}

impl Receipt {
    /// The same receipt as `copy`.
    #[must_use]
    pub fn as_copy(&self, copy: ReceiptCopy) -> Self {
        let mut receipt = Self { copy: Some(copy), ..self.clone() };
        if copy == ReceiptCopy::Customer {
            receipt.card.account = self.card.account.map(MaskedAccount::without_first_six);
            if matches!(self.verification, Verification::Signature(_)) {
                receipt.verification = Verification::NotApplicable;
            }
        }
        receipt
    }

    /// The same receipt, marked as printed before.
    #[must_use]
    pub fn as_duplicate(&self) -> Self {
        Self { is_duplicate: true, ..self.clone() }
    }

    /// YYYY-MM-DD.
    pub fn date_text(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.date.year(), self.date.month(), self.date.day())
    }

    /// HH:MM:SS.
    pub fn time_text(&self) -> String {
        format!("{:02}:{:02}:{:02}", self.time.hour(), self.time.minute(), self.time.second())
    }
}
