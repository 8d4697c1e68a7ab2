//! Which data objects of the EMV books Book C-2 has too (Annex A), and the templates that a card may send its objects
//! in.
//!
//! An object of the EMV books that is not here is unknown to Kernel 2: a card may send it, in any length and any number,
//! and it is passed over.

use tapkernel_core::data::tags;
use tapkernel_core::tlv::Tag;

use crate::dictionary::tags as mc;

/// The objects of the EMV books that Book C-2 has.
const OF_THE_BOOKS: [Tag; 75] = [
    tags::APPLICATION_LABEL,
    tags::TRACK_1_DATA,
    tags::TRACK_2_EQUIVALENT_DATA,
    tags::APPLICATION_PAN,
    tags::FCI_TEMPLATE,
    tags::READ_RECORD_RESPONSE_TEMPLATE,
    tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2,
    tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_1,
    tags::APPLICATION_INTERCHANGE_PROFILE,
    tags::DEDICATED_FILE_NAME,
    tags::APPLICATION_PRIORITY_INDICATOR,
    tags::CDOL1,
    tags::CVM_LIST,
    tags::CA_PUBLIC_KEY_INDEX,
    tags::ISSUER_PUBLIC_KEY_CERTIFICATE,
    tags::ISSUER_PUBLIC_KEY_REMAINDER,
    tags::APPLICATION_FILE_LOCATOR,
    tags::TERMINAL_VERIFICATION_RESULTS,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TYPE,
    tags::FCI_PROPRIETARY_TEMPLATE,
    tags::APPLICATION_EXPIRATION_DATE,
    tags::APPLICATION_EFFECTIVE_DATE,
    tags::ISSUER_COUNTRY_CODE,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::LANGUAGE_PREFERENCE,
    tags::SERVICE_CODE,
    tags::APPLICATION_PAN_SEQUENCE_NUMBER,
    tags::TRANSACTION_CURRENCY_EXPONENT,
    tags::ACCOUNT_TYPE,
    tags::ACQUIRER_IDENTIFIER,
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::AMOUNT_OTHER_NUMERIC,
    tags::APPLICATION_USAGE_CONTROL,
    tags::APPLICATION_VERSION_NUMBER_CARD,
    tags::APPLICATION_VERSION_NUMBER_TERMINAL,
    tags::ISSUER_ACTION_CODE_DEFAULT,
    tags::ISSUER_ACTION_CODE_DENIAL,
    tags::ISSUER_ACTION_CODE_ONLINE,
    tags::ISSUER_APPLICATION_DATA,
    tags::ISSUER_CODE_TABLE_INDEX,
    tags::APPLICATION_PREFERRED_NAME,
    tags::MERCHANT_CATEGORY_CODE,
    tags::MERCHANT_IDENTIFIER,
    tags::TOKEN_REQUESTOR_ID,
    tags::TERMINAL_COUNTRY_CODE,
    tags::TERMINAL_IDENTIFICATION,
    tags::TERMINAL_RISK_MANAGEMENT_DATA,
    tags::IFD_SERIAL_NUMBER,
    tags::TRACK_1_DISCRETIONARY_DATA,
    tags::TRACK_2_DISCRETIONARY_DATA,
    tags::TRANSACTION_TIME,
    tags::PAYMENT_ACCOUNT_REFERENCE,
    tags::APPLICATION_CRYPTOGRAM,
    tags::CRYPTOGRAM_INFORMATION_DATA,
    tags::ISSUER_PUBLIC_KEY_EXPONENT,
    tags::TERMINAL_CAPABILITIES,
    tags::CVM_RESULTS,
    tags::TERMINAL_TYPE,
    tags::APPLICATION_TRANSACTION_COUNTER,
    tags::UNPREDICTABLE_NUMBER,
    tags::PDOL,
    tags::POINT_OF_SERVICE_ENTRY_MODE,
    tags::ADDITIONAL_TERMINAL_CAPABILITIES,
    tags::APPLICATION_CURRENCY_CODE,
    tags::APPLICATION_CURRENCY_EXPONENT,
    tags::ICC_PUBLIC_KEY_CERTIFICATE,
    tags::ICC_PUBLIC_KEY_EXPONENT,
    tags::ICC_PUBLIC_KEY_REMAINDER,
    tags::SDA_TAG_LIST,
    tags::SIGNED_DYNAMIC_APPLICATION_DATA,
    tags::ICC_DYNAMIC_NUMBER,
    tags::LOG_ENTRY,
    tags::MERCHANT_NAME_AND_LOCATION,
    tags::FCI_ISSUER_DISCRETIONARY_DATA,
];

/// Whether Book C-2 has this object of the EMV books.
pub(crate) fn is_of_book_c2(tag: Tag) -> bool {
    OF_THE_BOOKS.contains(&tag)
}

/// Whether the book lets `tag` stand in `template`. Objects without a template of their own may stand in any.
pub(crate) fn belongs_in(tag: Tag, template: Tag) -> bool {
    const RECORD: Tag = tags::READ_RECORD_RESPONSE_TEMPLATE;
    const ANSWER: Tag = tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2;
    match tag {
        tags::DEDICATED_FILE_NAME => template == tags::FCI_TEMPLATE,
        tags::APPLICATION_LABEL
        | tags::APPLICATION_PREFERRED_NAME
        | tags::APPLICATION_PRIORITY_INDICATOR
        | tags::ISSUER_CODE_TABLE_INDEX
        | tags::LANGUAGE_PREFERENCE
        | tags::PDOL => template == tags::FCI_PROPRIETARY_TEMPLATE,
        mc::APPLICATION_CAPABILITIES_INFORMATION | mc::DS_ID => {
            template == tags::FCI_ISSUER_DISCRETIONARY_DATA
        }
        mc::THIRD_PARTY_DATA => template == tags::FCI_ISSUER_DISCRETIONARY_DATA || template == RECORD,
        tags::TRACK_1_DATA
        | mc::TRACK_2_DATA
        | mc::UDOL
        | mc::PCVC3_TRACK_1
        | mc::PCVC3_TRACK_2
        | mc::PUNATC_TRACK_1
        | mc::PUNATC_TRACK_2
        | mc::NATC_TRACK_1
        | mc::NATC_TRACK_2 => template == RECORD,
        tags::APPLICATION_INTERCHANGE_PROFILE
        | tags::APPLICATION_FILE_LOCATOR
        | tags::APPLICATION_CRYPTOGRAM
        | tags::APPLICATION_TRANSACTION_COUNTER
        | tags::CRYPTOGRAM_INFORMATION_DATA
        | tags::ISSUER_APPLICATION_DATA
        | tags::SIGNED_DYNAMIC_APPLICATION_DATA
        | mc::CVC3_TRACK_1
        | mc::CVC3_TRACK_2
        | mc::DS_ODS_CARD
        | mc::DS_SLOT_AVAILABILITY
        | mc::DS_SLOT_MANAGEMENT_CONTROL
        | mc::DS_SUMMARY_1
        | mc::DS_UNPREDICTABLE_NUMBER
        | mc::POS_CARDHOLDER_INTERACTION_INFORMATION => template == ANSWER,
        tag if IN_RECORDS_AND_ANSWERS.contains(&tag) => template == RECORD || template == ANSWER,
        _ => true,
    }
}

/// What stands in a record or in an answer of template 77, and not in the FCI.
const IN_RECORDS_AND_ANSWERS: [Tag; 25] = [
    tags::TRACK_2_EQUIVALENT_DATA,
    tags::APPLICATION_PAN,
    tags::CDOL1,
    tags::CVM_LIST,
    tags::CA_PUBLIC_KEY_INDEX,
    tags::ISSUER_PUBLIC_KEY_CERTIFICATE,
    tags::ISSUER_PUBLIC_KEY_REMAINDER,
    tags::APPLICATION_EXPIRATION_DATE,
    tags::APPLICATION_EFFECTIVE_DATE,
    tags::ISSUER_COUNTRY_CODE,
    tags::APPLICATION_PAN_SEQUENCE_NUMBER,
    tags::APPLICATION_USAGE_CONTROL,
    tags::APPLICATION_VERSION_NUMBER_CARD,
    tags::ISSUER_ACTION_CODE_DEFAULT,
    tags::ISSUER_ACTION_CODE_DENIAL,
    tags::ISSUER_ACTION_CODE_ONLINE,
    tags::ISSUER_PUBLIC_KEY_EXPONENT,
    tags::APPLICATION_CURRENCY_CODE,
    tags::APPLICATION_CURRENCY_EXPONENT,
    tags::ICC_PUBLIC_KEY_CERTIFICATE,
    tags::ICC_PUBLIC_KEY_EXPONENT,
    tags::ICC_PUBLIC_KEY_REMAINDER,
    tags::SDA_TAG_LIST,
    mc::DRDOL,
    mc::DSDOL,
];
