//! The words for coded values.

use alloc::borrow::Cow;
use alloc::format;

use crate::data::{
    AcType, AdviceReason, Connectivity, CvmCondition, CvmMethod, CvmResult, Operator, TransactionType,
};

pub(super) fn cvm_method(method: CvmMethod) -> Cow<'static, str> {
    Cow::Borrowed(match method {
        CvmMethod::FailCvmProcessing => "Fail CVM processing",
        CvmMethod::PlaintextPinByIcc => "Plaintext PIN verified by ICC",
        CvmMethod::EncipheredPinOnline => "Enciphered PIN verified online",
        CvmMethod::PlaintextPinByIccAndSignature => "Plaintext PIN verified by ICC and signature",
        CvmMethod::EncipheredPinByIcc => "Enciphered PIN verified by ICC",
        CvmMethod::EncipheredPinByIccAndSignature => "Enciphered PIN verified by ICC and signature",
        CvmMethod::Signature => "Signature",
        CvmMethod::NoCvm => "No CVM required",
        CvmMethod::Other(0x3F) => "No CVM performed",
        CvmMethod::Other(code) => return Cow::Owned(format!("CVM {code:02X}, not in the book")),
    })
}

pub(super) fn cvm_condition(condition: CvmCondition) -> Cow<'static, str> {
    Cow::Borrowed(match condition {
        CvmCondition::Always => "always",
        CvmCondition::UnattendedCash => "if unattended cash",
        CvmCondition::NotCashNorCashback => "if neither cash nor cashback",
        CvmCondition::TerminalSupportsCvm => "if terminal supports the CVM",
        CvmCondition::ManualCash => "if manual cash",
        CvmCondition::PurchaseWithCashback => "if purchase with cashback",
        CvmCondition::UnderX => "if in application currency and under X",
        CvmCondition::OverX => "if in application currency and over X",
        CvmCondition::UnderY => "if in application currency and under Y",
        CvmCondition::OverY => "if in application currency and over Y",
        CvmCondition::Other(code) => return Cow::Owned(format!("condition {code:02X}, not in the book")),
    })
}

pub(super) const fn cvm_result(result: CvmResult) -> &'static str {
    match result {
        CvmResult::Unknown => "Result unknown",
        CvmResult::Failed => "Failed",
        CvmResult::Successful => "Successful",
    }
}

pub(super) const fn cryptogram_type(cryptogram: Option<AcType>) -> &'static str {
    match cryptogram {
        Some(AcType::Aac) => "AAC: declined",
        Some(AcType::Tc) => "TC: approved offline",
        Some(AcType::Arqc) => "ARQC: online authorisation asked for",
        None => "reserved type of cryptogram",
    }
}

pub(super) const fn advice_reason(reason: AdviceReason) -> Option<&'static str> {
    match reason {
        AdviceReason::NoInformation => None,
        AdviceReason::ServiceNotAllowed => Some("Service not allowed"),
        AdviceReason::PinTryLimitExceeded => Some("PIN Try Limit exceeded"),
        AdviceReason::IssuerAuthenticationFailed => Some("Issuer authentication failed"),
        AdviceReason::Reserved(_) => Some("reserved reason"),
    }
}

pub(super) const fn operator(operator: Operator) -> &'static str {
    match operator {
        Operator::FinancialInstitution => "Financial institution",
        Operator::Merchant => "Merchant",
        Operator::Cardholder => "Cardholder",
    }
}

pub(super) const fn connectivity(connectivity: Connectivity) -> &'static str {
    match connectivity {
        Connectivity::OnlineOnly => "online only",
        Connectivity::OfflineWithOnlineCapability => "offline with online capability",
        Connectivity::OfflineOnly => "offline only",
    }
}

pub(super) const fn transaction_type(transaction: TransactionType) -> &'static str {
    match transaction {
        TransactionType::Purchase => "Purchase",
        TransactionType::Cash => "Cash",
        TransactionType::Cashback => "Purchase with cashback",
        TransactionType::CashDisbursement => "Cash disbursement",
        TransactionType::Refund => "Refund",
    }
}
