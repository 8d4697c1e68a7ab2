//! Procedure CVM selection (Book C-2, 7.5).

use tapkernel_core::data::{
    CvmCondition, CvmList, CvmMethod, CvmRule, TerminalCapabilities, TerminalType, TransactionType, tags,
};
use tapkernel_core::outcome::Cvm;

use crate::bits::{ApplicationInterchangeProfile as Aip, TerminalVerificationResults as Tvr};
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

/// What comes of the selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CvmSelection {
    /// CVM in the Outcome Parameter Set.
    pub(crate) cvm: Cvm,
    /// CVM Results `9F34`.
    pub(crate) results: [u8; 3],
    /// The bits to add to the TVR.
    pub(crate) tvr: Tvr,
    /// Whether a receipt is wanted for the signature.
    pub(crate) receipt: bool,
}

impl CvmSelection {
    pub(crate) fn new(cvm: Cvm, results: [u8; 3]) -> Self {
        Self { cvm, results, tvr: Tvr::default(), receipt: false }
    }

    /// The PIN, which the issuer checks.
    pub(crate) fn online_pin(rule: CvmRule) -> Self {
        let tvr = Tvr::default().with(Tvr::ONLINE_CVM_CAPTURED, true);
        Self { tvr, ..Self::new(Cvm::OnlinePin, [rule.code, rule.condition_code, UNKNOWN]) }
    }

    /// Cardholder verification was not successful.
    pub(crate) fn not_successful(tvr: Tvr, results: [u8; 3]) -> Self {
        let tvr = tvr.with(Tvr::CARDHOLDER_VERIFICATION_NOT_SUCCESSFUL, true);
        Self { tvr, ..Self::new(Cvm::NoCvm, results) }
    }
}

/// CVM Results when no method was performed.
pub(crate) const NONE_PERFORMED: [u8; 3] = [0x3F, 0x00, UNKNOWN];
/// CVM Results when no method could be performed and one was needed.
pub(crate) const NONE_SUCCESSFUL: [u8; 3] = [0x3F, 0x00, FAILED];
const UNKNOWN: u8 = 0x00;
const FAILED: u8 = 0x01;
const SUCCESSFUL: u8 = 0x02;

/// Selects the method of cardholder verification.
pub(crate) fn select(db: &TlvDatabase, path: &mut Path) -> CvmSelection {
    path.at("CVM.1");
    if db.on_device_cvm() {
        return on_device(db, path);
    }
    path.at("CVM.5");
    if !db.aip().has(Aip::CARDHOLDER_VERIFICATION_SUPPORTED) {
        path.at("CVM.5 not supported by the card");
        return CvmSelection::new(Cvm::NoCvm, NONE_PERFORMED);
    }
    path.at("CVM.7");
    let list = db.value(tags::CVM_LIST).and_then(|list| CvmList::parse(list).ok());
    let Some(list) = list.filter(|list| !list.is_empty()) else {
        path.at("CVM.7 no list");
        let tvr = Tvr::default().with(Tvr::ICC_DATA_MISSING, true);
        return CvmSelection { tvr, ..CvmSelection::new(Cvm::NoCvm, NONE_PERFORMED) };
    };
    walk(db, &list, path)
}

fn on_device(db: &TlvDatabase, path: &mut Path) -> CvmSelection {
    if db.above_cvm_limit() {
        path.at("CVM.1 above the limit");
        return CvmSelection::new(Cvm::ConfirmationCodeVerified, [0x01, 0x00, SUCCESSFUL]);
    }
    path.at("CVM.1 not above the limit");
    CvmSelection::new(Cvm::NoCvm, [0x3F, 0x00, SUCCESSFUL])
}

/// Tries the rules in their order.
fn walk(db: &TlvDatabase, list: &CvmList<'_>, path: &mut Path) -> CvmSelection {
    let mut tvr = Tvr::default();
    let mut tried = None;
    for rule in list.rules() {
        path.at("CVM.9");
        tried = None;
        if !applies(db, list, rule) {
            continue;
        }
        path.at("CVM.15");
        if matches!(rule.method(), CvmMethod::Other(_)) {
            path.at("CVM.15 not recognised");
            tvr = tvr.with(Tvr::UNRECOGNISED_CVM, true);
        } else if let Some(selected) = selected(db, rule, path) {
            return CvmSelection { tvr: union(tvr, selected.tvr), ..selected };
        }
        path.at("CVM.19");
        tried = Some(rule);
        if !rule.continues_when_unsuccessful() {
            break;
        }
    }
    not_selected(tvr, tried, path)
}

/// CVM.17: the method of the rule, if the reader supports it.
fn selected(db: &TlvDatabase, rule: CvmRule, path: &mut Path) -> Option<CvmSelection> {
    path.at("CVM.17");
    let results = |result| [rule.code, rule.condition_code, result];
    if !supported(db, rule.method()) {
        return None;
    }
    match rule.method() {
        CvmMethod::EncipheredPinOnline => {
            path.at("CVM.17 online PIN");
            Some(CvmSelection::online_pin(rule))
        }
        CvmMethod::Signature => {
            path.at("CVM.17 signature");
            let selection = CvmSelection::new(Cvm::ObtainSignature, results(UNKNOWN));
            Some(CvmSelection { receipt: true, ..selection })
        }
        _ => {
            path.at("CVM.17 no CVM");
            Some(CvmSelection::new(Cvm::NoCvm, results(SUCCESSFUL)))
        }
    }
}

fn not_selected(tvr: Tvr, tried: Option<CvmRule>, path: &mut Path) -> CvmSelection {
    let Some(rule) = tried else {
        path.at("CVM.14");
        return CvmSelection::not_successful(tvr, NONE_SUCCESSFUL);
    };
    path.at("CVM.22");
    if rule.method() == CvmMethod::FailCvmProcessing {
        path.at("CVM.24");
        return CvmSelection::not_successful(tvr, [rule.code, rule.condition_code, FAILED]);
    }
    CvmSelection::not_successful(tvr, NONE_SUCCESSFUL)
}

/// Whether the reader can perform the method over the contactless interface. PINs that the card checks are none.
fn supported(db: &TlvDatabase, method: CvmMethod) -> bool {
    let bit = match method {
        CvmMethod::EncipheredPinOnline => TerminalCapabilities::ENCIPHERED_PIN_ONLINE,
        CvmMethod::Signature => TerminalCapabilities::SIGNATURE,
        CvmMethod::NoCvm => TerminalCapabilities::NO_CVM_REQUIRED,
        _ => return false,
    };
    db.has(tags::TERMINAL_CAPABILITIES, bit)
}

/// Whether the condition of the rule is understood, its data are there, and it is satisfied.
fn applies(db: &TlvDatabase, list: &CvmList<'_>, rule: CvmRule) -> bool {
    let (cash, cashback) = (is_cash(db), is_type(db, TransactionType::Cashback));
    let (x, y) = (u64::from(list.amount_x()), u64::from(list.amount_y()));
    let amount = db.amount_authorised().minor_units();
    match rule.condition() {
        CvmCondition::Always => true,
        CvmCondition::UnattendedCash => cash && unattended(db),
        CvmCondition::ManualCash => cash && !unattended(db),
        CvmCondition::NotCashNorCashback => !cash && !cashback,
        CvmCondition::PurchaseWithCashback => cashback,
        CvmCondition::TerminalSupportsCvm => supported(db, rule.method()),
        CvmCondition::UnderX => application_currency(db) && amount < x,
        CvmCondition::OverX => application_currency(db) && amount > x,
        CvmCondition::UnderY => application_currency(db) && amount < y,
        CvmCondition::OverY => application_currency(db) && amount > y,
        CvmCondition::Other(_) => false,
    }
}

fn is_type(db: &TlvDatabase, kind: TransactionType) -> bool {
    db.value(tags::TRANSACTION_TYPE) == Some(&[kind.code()])
}

fn is_cash(db: &TlvDatabase) -> bool {
    is_type(db, TransactionType::Cash) || is_type(db, TransactionType::CashDisbursement)
}

fn unattended(db: &TlvDatabase) -> bool {
    let coded = db.value(tags::TERMINAL_TYPE).unwrap_or_default();
    TerminalType::decode(coded).is_ok_and(|terminal| !terminal.attended)
}

fn application_currency(db: &TlvDatabase) -> bool {
    let currency = db.value(tags::APPLICATION_CURRENCY_CODE);
    currency.is_some() && currency == db.value(tags::TRANSACTION_CURRENCY_CODE)
}

fn union(a: Tvr, b: Tvr) -> Tvr {
    let mut both = a;
    both.0.iter_mut().zip(b.0).for_each(|(byte, more)| *byte |= more);
    both
}
