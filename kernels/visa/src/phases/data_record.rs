//! What the acquirer and the terminal get with the outcome (Book C-3, 5.8 and Annex A).

use tapkernel_core::data::{Database, TransactionType, tags};
use tapkernel_core::tlv::Tag;

use crate::context::Context;
use crate::dictionary::tags as visa;

/// The data objects of the Data Record, as far as they are there.
const DATA_RECORD: [Tag; 20] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::APPLICATION_CRYPTOGRAM,
    tags::APPLICATION_INTERCHANGE_PROFILE,
    tags::APPLICATION_TRANSACTION_COUNTER,
    tags::APPLICATION_PAN_SEQUENCE_NUMBER,
    visa::CUSTOMER_EXCLUSIVE_DATA,
    tags::ISSUER_APPLICATION_DATA,
    tags::POINT_OF_SERVICE_ENTRY_MODE,
    tags::TERMINAL_COUNTRY_CODE,
    tags::TERMINAL_CAPABILITIES,
    tags::TRACK_2_EQUIVALENT_DATA,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TYPE,
    tags::UNPREDICTABLE_NUMBER,
    tags::TERMINAL_VERIFICATION_RESULTS,
    visa::FORM_FACTOR_INDICATOR,
    // What the book leaves out and acquirers ask for.
    tags::DEDICATED_FILE_NAME,
    tags::APPLICATION_IDENTIFIER_TERMINAL,
    tags::APPLICATION_EXPIRATION_DATE,
];

/// Builds the Data Record of an approval or an online request.
pub(crate) fn build(cx: &mut Context) -> Database {
    clear_payment_transaction_technology(&mut cx.db);
    let cashback = cx.transaction.transaction_type == TransactionType::Cashback;
    let other = cashback.then_some(tags::AMOUNT_OTHER_NUMERIC);
    let wanted = DATA_RECORD.iter().chain([&visa::CARD_TRANSACTION_QUALIFIERS]).chain(&other);
    wanted.filter_map(|&tag| cx.db.get(tag).map(|value| (tag, value))).collect()
}

/// Byte 4, bits 4 to 1 of the Form Factor Indicator `9F6E` are the reader's: 0 is contactless.
fn clear_payment_transaction_technology(db: &mut Database) {
    let value = db.get(visa::FORM_FACTOR_INDICATOR).and_then(|value| <[u8; 4]>::try_from(value).ok());
    if let Some([a, b, c, d]) = value {
        db.insert(visa::FORM_FACTOR_INDICATOR, &[a, b, c, d & 0xF0]);
    }
}

/// The Discretionary Data of an offline approval: the balance that is shown.
pub(crate) fn offline_spending_amount(cx: &Context) -> Option<Database> {
    alone(cx, visa::AVAILABLE_OFFLINE_SPENDING_AMOUNT)
}

/// The Discretionary Data of a second tap: Issuer Script Results `9F5B`, for the issuer.
pub(crate) fn script_results(cx: &Context) -> Option<Database> {
    alone(cx, visa::ISSUER_SCRIPT_RESULTS)
}

fn alone(cx: &Context, tag: Tag) -> Option<Database> {
    cx.db.get(tag).map(|value| [(tag, value)].into_iter().collect())
}
