//! Procedure Processing Restrictions (Book C-2, 7.7).

use tapkernel_core::data::{
    AdditionalTerminalCapabilities, Amount, ApplicationUsageControl as Auc, Bit, TransactionType, tags,
};

use crate::bits::TerminalVerificationResults as Tvr;
use crate::path::Path;
use crate::tlv_database::TlvDatabase;

/// A check: the symbol that the path shows when it bites, the bit, the question.
type Check = (&'static str, Bit, fn(&TlvDatabase) -> bool);

const CHECKS: [Check; 4] = [
    ("PRE version", Tvr::DIFFERENT_APPLICATION_VERSIONS, other_version),
    ("PRE effective", Tvr::APPLICATION_NOT_YET_EFFECTIVE, not_yet_effective),
    ("PRE expired", Tvr::EXPIRED_APPLICATION, expired),
    ("PRE usage", Tvr::SERVICE_NOT_ALLOWED, not_allowed),
];

/// The bits to add to the TVR.
pub(crate) fn check(db: &TlvDatabase, path: &mut Path) -> Tvr {
    let mut tvr = Tvr::default();
    for (symbol, bit, bites) in CHECKS {
        if bites(db) {
            path.at(symbol);
            tvr = tvr.with(bit, true);
        }
    }
    tvr
}

fn other_version(db: &TlvDatabase) -> bool {
    let card = db.value(tags::APPLICATION_VERSION_NUMBER_CARD);
    card.is_some() && card != db.value(tags::APPLICATION_VERSION_NUMBER_TERMINAL)
}

/// A card that says from when on it is good, but not in a date, is not good yet.
fn not_yet_effective(db: &TlvDatabase) -> bool {
    let tag = tags::APPLICATION_EFFECTIVE_DATE;
    db.is_not_empty(tag)
        && db
            .date(tag)
            .is_none_or(|first_day| db.date(tags::TRANSACTION_DATE).is_none_or(|day| day < first_day))
}

/// The last day is still good. An expiration date that is no date is past.
fn expired(db: &TlvDatabase) -> bool {
    let last_day = db.date(tags::APPLICATION_EXPIRATION_DATE);
    last_day.is_none_or(|last_day| db.date(tags::TRANSACTION_DATE).is_none_or(|day| day > last_day))
}

fn not_allowed(db: &TlvDatabase) -> bool {
    let Some(auc) = db.value(tags::APPLICATION_USAGE_CONTROL).and_then(|auc| Auc::decode(auc).ok()) else {
        return false;
    };
    let at_terminal = if is_atm(db) { Auc::AT_ATMS } else { Auc::OTHER_THAN_ATMS };
    if !auc.has(at_terminal) {
        return true;
    }
    let Some(issuer_country) = db.value(tags::ISSUER_COUNTRY_CODE) else { return false };
    let domestic = db.value(tags::TERMINAL_COUNTRY_CODE) == Some(issuer_country);
    !allowed_here(db, auc, domestic) || has_cashback(db) && !auc.has(cashback(domestic))
}

/// Terminal Type 14, 15 or 16 with the capability cash (Book C-2, 7.7).
fn is_atm(db: &TlvDatabase) -> bool {
    matches!(db.byte(tags::TERMINAL_TYPE), 0x14..=0x16)
        && db.has(tags::ADDITIONAL_TERMINAL_CAPABILITIES, AdditionalTerminalCapabilities::CASH)
}

/// Transaction types beside cash and purchase are not restricted.
fn allowed_here(db: &TlvDatabase, auc: Auc, domestic: bool) -> bool {
    match TransactionType::from_code(db.byte(tags::TRANSACTION_TYPE)) {
        Some(TransactionType::Cash | TransactionType::CashDisbursement) if domestic => {
            auc.has(Auc::DOMESTIC_CASH)
        }
        Some(TransactionType::Cash | TransactionType::CashDisbursement) => auc.has(Auc::INTERNATIONAL_CASH),
        Some(TransactionType::Purchase | TransactionType::Cashback) if domestic => {
            auc.has(Auc::DOMESTIC_GOODS) || auc.has(Auc::DOMESTIC_SERVICES)
        }
        Some(TransactionType::Purchase | TransactionType::Cashback) => {
            auc.has(Auc::INTERNATIONAL_GOODS) || auc.has(Auc::INTERNATIONAL_SERVICES)
        }
        Some(TransactionType::Refund) | None => true,
    }
}

fn has_cashback(db: &TlvDatabase) -> bool {
    db.amount(tags::AMOUNT_OTHER_NUMERIC).is_some_and(|other| other != Amount::ZERO)
}

const fn cashback(domestic: bool) -> Bit {
    if domestic { Auc::DOMESTIC_CASHBACK } else { Auc::INTERNATIONAL_CASHBACK }
}
