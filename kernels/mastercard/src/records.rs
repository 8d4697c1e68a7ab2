//! The Data Record and the Discretionary Data (Book C-2, 4.6 and A.1).

use tapkernel_core::data::{Database, tags};
use tapkernel_core::outcome::ErrorIndication;
use tapkernel_core::tlv::Tag;

use crate::context::{Context, Mode};
use crate::dictionary::tags as mc;
#[cfg(feature = "mag-stripe")]
use crate::mag_stripe::records as mag_stripe;
use crate::torn_transactions::TornRecord;

/// Data Record `FF8105` of EMV mode: what the acquirer gets, as far as it is there.
const DATA_RECORD: [Tag; 32] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::AMOUNT_OTHER_NUMERIC,
    tags::APPLICATION_CRYPTOGRAM,
    tags::APPLICATION_EXPIRATION_DATE,
    tags::APPLICATION_INTERCHANGE_PROFILE,
    tags::APPLICATION_LABEL,
    tags::APPLICATION_PAN,
    tags::APPLICATION_PAN_SEQUENCE_NUMBER,
    tags::APPLICATION_PREFERRED_NAME,
    tags::APPLICATION_TRANSACTION_COUNTER,
    tags::APPLICATION_USAGE_CONTROL,
    tags::APPLICATION_VERSION_NUMBER_TERMINAL,
    tags::CRYPTOGRAM_INFORMATION_DATA,
    tags::CVM_RESULTS,
    tags::DEDICATED_FILE_NAME,
    tags::IFD_SERIAL_NUMBER,
    tags::ISSUER_APPLICATION_DATA,
    tags::ISSUER_CODE_TABLE_INDEX,
    tags::POINT_OF_SERVICE_ENTRY_MODE,
    tags::TERMINAL_CAPABILITIES,
    tags::TERMINAL_COUNTRY_CODE,
    tags::TERMINAL_TYPE,
    tags::TERMINAL_VERIFICATION_RESULTS,
    tags::TRACK_2_EQUIVALENT_DATA,
    mc::TRANSACTION_CATEGORY_CODE,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TYPE,
    tags::UNPREDICTABLE_NUMBER,
    // Newer editions.
    tags::PAYMENT_ACCOUNT_REFERENCE,
    tags::TOKEN_REQUESTOR_ID,
    // What the book leaves out and acquirers ask for.
    tags::APPLICATION_IDENTIFIER_TERMINAL,
];

/// Discretionary Data `FF8106` of EMV mode, as far as they are there.
const DISCRETIONARY_DATA: [Tag; 9] = [
    mc::APPLICATION_CAPABILITIES_INFORMATION,
    tags::APPLICATION_CURRENCY_CODE,
    mc::BALANCE_READ_AFTER_GEN_AC,
    mc::BALANCE_READ_BEFORE_GEN_AC,
    mc::DS_SUMMARY_3,
    mc::DS_SUMMARY_STATUS,
    mc::POST_GEN_AC_PUT_DATA_STATUS,
    mc::PRE_GEN_AC_PUT_DATA_STATUS,
    mc::THIRD_PARTY_DATA,
];

/// What relay resistance measured, reported whether or not it was judged.
const RELAY_RESISTANCE: [Tag; 2] = [mc::MEASURED_RELAY_RESISTANCE_PROCESSING_TIME, mc::RRP_COUNTER];

/// CreateEMVDataRecord.
pub(crate) fn data_record(cx: &Context) -> Database {
    present(cx, DATA_RECORD.iter())
}

/// CreateEMVDiscretionaryData, CreateMSDiscretionaryData; before the mode is known the Error Indication alone.
pub(crate) fn discretionary_data(cx: &Context, error: &ErrorIndication) -> Database {
    let mut data = match cx.mode {
        Mode::Undecided => Database::new(),
        Mode::Emv => present(cx, DISCRETIONARY_DATA.iter()),
        #[cfg(feature = "mag-stripe")]
        Mode::MagStripe => present(cx, mag_stripe::DISCRETIONARY_DATA.iter()),
    };
    if cx.db.is_present(mc::MEASURED_RELAY_RESISTANCE_PROCESSING_TIME) {
        present(cx, RELAY_RESISTANCE.iter()).iter().for_each(|(tag, value)| data.insert(tag, value));
    }
    data.insert(mc::ERROR_INDICATION, &error.encode());
    let torn = TornRecord::encode_all(&cx.torn_reports);
    if !torn.is_empty() {
        data.insert(mc::TORN_RECORD, &torn);
    }
    data
}

pub(crate) fn present<'a>(cx: &Context, wanted: impl Iterator<Item = &'a Tag>) -> Database {
    wanted.filter_map(|&tag| cx.db.get(tag).map(|value| (tag, value))).collect()
}
