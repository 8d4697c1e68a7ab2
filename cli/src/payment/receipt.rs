//! The receipt of a payment.

use tapkernel::core::data::KernelId;
use tapkernel::core::outcome::Cvm;
use tapkernel::profile::Profile;
use tapkernel_terminal::acquirer::{ResponseCode, Stan};
use tapkernel_terminal::amount::Denomination;
use tapkernel_terminal::receipt::{
    MaskedAccount, Merchant, Receipt, ReceiptCard, ReceiptResult, Verification,
};
use tapkernel_terminal::transaction_kind::TransactionKind;

use super::result::CardFacts;
use super::{Kind, Order, Verdict};
use crate::language::Language;

/// The receipt of a payment that came to a verdict.
pub(super) fn receipt(
    profile: &Profile,
    order: &Order,
    card: &CardFacts,
    (verdict, cvm): (&Verdict, Cvm),
    language: Language,
) -> Receipt {
    let response = verdict.response.as_ref();
    Receipt {
        merchant: merchant(profile),
        date: order.at.date,
        time: order.at.time,
        operation: order.kind.into(),
        denomination: Denomination::from(&order.currency),
        amount: order.amount,
        other: (order.kind == Kind::Cashback).then_some(order.other),
        stan: Stan::new(order.at.trace_number()).unwrap_or(Stan::FIRST),
        rrn: response.map(|response| response.rrn.clone()),
        authorisation_code: response.and_then(|response| response.authorisation_code.clone()),
        response_code: response.map(|response| ResponseCode(response.response_code.0)),
        card: card.into(),
        verification: verification(verdict, cvm),
        result: verdict.reason.map_or(ReceiptResult::Approved, ReceiptResult::Declined),
        copy: None,
        is_duplicate: false,
        language,
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

impl From<Kind> for TransactionKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Purchase => Self::Purchase,
            Kind::Cashback => Self::Cashback,
            Kind::Cash => Self::Cash,
        }
    }
}

impl From<&CardFacts> for ReceiptCard {
    fn from(card: &CardFacts) -> Self {
        Self {
            account: card.masked_pan.map(MaskedAccount::last_four),
            scheme: card.kernel.and_then(scheme).map(str::to_owned),
            application: card.application.clone(),
            aid: card.aid,
        }
    }
}

/// About the cardholder; a PIN counts as verified once the issuer has approved.
fn verification(verdict: &Verdict, cvm: Cvm) -> Verification {
    match cvm {
        Cvm::OnlinePin if verdict.is_approved() => Verification::PinVerified,
        Cvm::OnlinePin if verdict.response.is_some() => Verification::PinEntered,
        Cvm::OnlinePin | Cvm::NotApplicable => Verification::NotApplicable,
        Cvm::ObtainSignature => Verification::Signature(None),
        Cvm::NoCvm => Verification::NoCvm,
        Cvm::ConfirmationCodeVerified => Verification::Device,
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
