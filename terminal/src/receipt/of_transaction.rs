//! From the books to a receipt.

use tapkernel::core::data::Currency;
use tapkernel::core::outcome::Cvm;
use tapkernel::profile::Profile;

use super::{
    MaskedAccount, Merchant, Receipt, ReceiptCard, ReceiptResult, SignatureImage, Verification, scheme_name,
};
use crate::amount::Denomination;
use crate::books::{Transaction, Verdict};
use crate::language::Language;
use crate::transaction_kind::TransactionKind;

impl Receipt {
    /// The receipt of a transaction: what the journal has of it, and the merchant's lines of the profile. So the same
    /// receipt can be had again at any time.
    ///
    /// `language` is that of the caller; without one it is the card's, as far as there is a table for it, else English.
    /// A transaction without a verdict has a receipt that says "unknown".
    pub fn of_transaction(
        profile: &Profile,
        transaction: &Transaction,
        language: Option<Language>,
        signature: Option<SignatureImage>,
    ) -> Self {
        let (begun, card, answer) = (&transaction.begun, transaction.card.as_ref(), transaction.answer());
        let preference = card.and_then(|card| card.language.as_deref()).map(str::as_bytes);
        let made = transaction.messages.last().map_or(transaction.at, |message| message.made);
        Self {
            merchant: merchant(profile),
            date: made.date,
            time: made.time,
            operation: begun.kind,
            denomination: denomination(profile, begun.money.currency),
            amount: begun.money.amount,
            other: (begun.kind == TransactionKind::Cashback).then_some(begun.cashback),
            stan: transaction.stan(),
            rrn: answer.and_then(|answer| answer.rrn.clone()),
            authorisation_code: answer.and_then(|answer| answer.authorisation_code.clone()),
            response_code: answer.map(|answer| answer.response_code),
            card: card.map(receipt_card).unwrap_or_default(),
            verification: verification(transaction, signature),
            result: match transaction.verdict() {
                Some(Verdict::Approved) => ReceiptResult::Approved,
                Some(Verdict::Declined(reason)) => ReceiptResult::Declined(reason),
                Some(Verdict::Unknown) | None => ReceiptResult::Unknown,
            },
            copy: None,
            is_duplicate: false,
            language: Language::choose(language, preference, Language::En),
        }
    }
}

fn merchant(profile: &Profile) -> Merchant {
    let (terminal, own) = (profile.terminal(), profile.receipt());
    Merchant {
        header: own.header.clone(),
        name: terminal.merchant.name.clone(),
        address: terminal.merchant.address.clone(),
        merchant_id: terminal.merchant_id.clone(),
        terminal_id: terminal.id.clone(),
        footer: own.footer.clone(),
    }
}

/// The currency as the profile spells it; one that the profile no longer has is spelled by its number.
pub(crate) fn denomination(profile: &Profile, currency: Currency) -> Denomination {
    let known = profile.currencies().find(|known| known.currency() == currency);
    known.map_or_else(|| Denomination::new(format!("{:03}", currency.code()), currency), Denomination::from)
}

fn receipt_card(card: &crate::journal::CardRead) -> ReceiptCard {
    ReceiptCard {
        account: Some(MaskedAccount::last_four(card.last_four)),
        scheme: card.kernel.and_then(scheme_name).map(str::to_owned),
        application: card.application.clone(),
        aid: card.aid,
    }
}

/// About the cardholder; a PIN counts as verified once the issuer has approved.
fn verification(transaction: &Transaction, signature: Option<SignatureImage>) -> Verification {
    let Some(card) = &transaction.card else { return Verification::NotApplicable };
    let had_pin = transaction.messages.last().is_some_and(|message| message.with_pin);
    match card.cvm {
        _ if had_pin && transaction.is_approved() => Verification::PinVerified,
        _ if had_pin => Verification::PinEntered,
        Cvm::OnlinePin | Cvm::NotApplicable => Verification::NotApplicable,
        Cvm::ObtainSignature => Verification::Signature(signature),
        Cvm::NoCvm => Verification::NoCvm,
        Cvm::ConfirmationCodeVerified => Verification::Device,
    }
}
