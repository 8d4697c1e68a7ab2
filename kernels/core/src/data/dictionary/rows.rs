//! The rows of the EMV books.
//!
//! Card data that a record holds can have at most 252 bytes; the lengths here are those of Book 3, Annex A, where it
//! gives one.

use crate::data::describe::read;
use crate::data::{
    AdditionalTerminalCapabilities, ApplicationInterchangeProfile, ApplicationUsageControl, NamedBit,
    TerminalCapabilities, TerminalVerificationResults, TransactionStatusInformation, bit,
};

/// Terminal Risk Management Data `9F1D`, as the contactless books use it.
const TERMINAL_RISK_MANAGEMENT_DATA: &[NamedBit] = &[
    (bit(1, 8), "Restart supported"),
    (bit(1, 7), "Enciphered PIN verified online (contactless)"),
    (bit(1, 6), "Signature (paper) (contactless)"),
    (bit(1, 5), "Enciphered PIN verification performed by ICC (contactless)"),
    (bit(1, 4), "No CVM required (contactless)"),
    (bit(1, 3), "CDCVM (contactless)"),
    (bit(1, 2), "Plaintext PIN verification performed by ICC (contactless)"),
    (bit(1, 1), "Present and Hold supported"),
    (bit(2, 8), "CVM Limit exceeded"),
    (bit(2, 7), "Enciphered PIN verified online (contact)"),
    (bit(2, 6), "Signature (paper) (contact)"),
    (bit(2, 5), "Enciphered PIN verification performed by ICC (contact)"),
    (bit(2, 4), "No CVM required (contact)"),
    (bit(2, 3), "CDCVM (contact)"),
    (bit(2, 2), "Plaintext PIN verification performed by ICC (contact)"),
    (bit(3, 8), "Mag-stripe mode contactless transactions not supported"),
    (bit(3, 7), "EMV mode contactless transactions not supported"),
    (bit(3, 6), "CDCVM without CDA supported"),
    (bit(4, 8), "CDCVM bypass requested"),
    (bit(4, 7), "SCA exempt"),
];

crate::dictionary! {
//  tag    constant                           name                                         format length  sources  book
    0x42   ISSUER_IDENTIFICATION_NUMBER "Issuer Identification Number (IIN)" N 3..3 [Card] Book3;
    0x4F   ADF_NAME "Application Dedicated File (ADF) Name" B 5..16 [Card] Book1;
    0x50   APPLICATION_LABEL "Application Label" Ans 1..16 [Card] Book1;
    0x56   TRACK_1_DATA "Track 1 Data" Ans 0..76 [Card] BookC2 secret();
    0x57   TRACK_2_EQUIVALENT_DATA "Track 2 Equivalent Data" B 0..19 [Card] Book3 secret() read(read::track_2);
    0x5A   APPLICATION_PAN "Application Primary Account Number (PAN)" Cn 0..10 [Card] Book3 secret() read(read::pan);
    0x61   APPLICATION_TEMPLATE "Application Template" Var 0..252 [Card] Book1;
    0x6F   FCI_TEMPLATE "File Control Information (FCI) Template" Var 0..252 [Card] Book1;
    0x70   READ_RECORD_RESPONSE_TEMPLATE "READ RECORD Response Message Template" Var 0..252 [Card] Book3;
    0x71   ISSUER_SCRIPT_TEMPLATE_1 "Issuer Script Template 1" Var 0..VARIABLE [Issuer] Book3;
    0x72   ISSUER_SCRIPT_TEMPLATE_2 "Issuer Script Template 2" Var 0..VARIABLE [Issuer] Book3;
    0x73   DIRECTORY_DISCRETIONARY_TEMPLATE "Directory Discretionary Template" Var 0..252 [Card] Book1;
    0x77   RESPONSE_MESSAGE_TEMPLATE_FORMAT_2 "Response Message Template Format 2" Var 0..VARIABLE [Card] Book3;
    0x80   RESPONSE_MESSAGE_TEMPLATE_FORMAT_1 "Response Message Template Format 1" Var 0..VARIABLE [Card] Book3;
    0x81   AMOUNT_AUTHORISED_BINARY "Amount, Authorised (Binary)" B 4..4 [Terminal] Book3 read(read::number);
    0x82   APPLICATION_INTERCHANGE_PROFILE "Application Interchange Profile" B 2..2 [Card] Book3 bits(ApplicationInterchangeProfile::BITS);
    0x83   COMMAND_TEMPLATE "Command Template" B 0..VARIABLE [Terminal] Book3;
    0x84   DEDICATED_FILE_NAME "Dedicated File (DF) Name" B 5..16 [Card] Book1;
    0x86   ISSUER_SCRIPT_COMMAND "Issuer Script Command" B 0..261 [Issuer] Book3;
    0x87   APPLICATION_PRIORITY_INDICATOR "Application Priority Indicator" B 1..1 [Card] Book1 read(read::application_priority_indicator);
    0x88   SHORT_FILE_IDENTIFIER "Short File Identifier (SFI)" B 1..1 [Card] Book1 read(read::number);
    0x89   AUTHORISATION_CODE "Authorisation Code" Ans 6..6 [Issuer] Book3;
    0x8A   AUTHORISATION_RESPONSE_CODE "Authorisation Response Code" An 2..2 [Issuer Terminal] Book3;
    0x8C   CDOL1 "Card Risk Management Data Object List 1 (CDOL1)" B 0..252 [Card] Book3 dol();
    0x8D   CDOL2 "Card Risk Management Data Object List 2 (CDOL2)" B 0..252 [Card] Book3 dol();
    0x8E   CVM_LIST "Cardholder Verification Method (CVM) List" B 10..252 [Card] Book3 read(read::cvm_list);
    0x8F   CA_PUBLIC_KEY_INDEX "Certification Authority Public Key Index" B 1..1 [Card] Book3;
    0x90   ISSUER_PUBLIC_KEY_CERTIFICATE "Issuer Public Key Certificate" B 0..248 [Card] Book3;
    0x91   ISSUER_AUTHENTICATION_DATA "Issuer Authentication Data" B 8..16 [Issuer] Book3;
    0x92   ISSUER_PUBLIC_KEY_REMAINDER "Issuer Public Key Remainder" B 0..248 [Card] Book3;
    0x93   SIGNED_STATIC_APPLICATION_DATA "Signed Static Application Data" B 0..248 [Card] Book3;
    0x94   APPLICATION_FILE_LOCATOR "Application File Locator (AFL)" B 0..252 [Card] Book3 read(read::application_file_locator);
    0x95   TERMINAL_VERIFICATION_RESULTS "Terminal Verification Results" B 5..5 [Kernel] Book3 bits(TerminalVerificationResults::BITS);
    0x97   TDOL "Transaction Certificate Data Object List (TDOL)" B 0..252 [Card] Book3 dol();
    0x98   TC_HASH_VALUE "Transaction Certificate (TC) Hash Value" B 20..20 [Kernel] Book3;
    0x99   TRANSACTION_PIN_DATA "Transaction Personal Identification Number (PIN) Data" B 0..VARIABLE [Terminal] Book3 secret();
    0x9A   TRANSACTION_DATE "Transaction Date" N 3..3 [Terminal] Book3 read(read::date);
    0x9B   TRANSACTION_STATUS_INFORMATION "Transaction Status Information" B 2..2 [Kernel] Book3 bits(TransactionStatusInformation::BITS);
    0x9C   TRANSACTION_TYPE "Transaction Type" N 1..1 [Terminal] Book3 read(read::transaction_type);
    0x9D   DDF_NAME "Directory Definition File (DDF) Name" B 5..16 [Card] Book1;
    0xA5   FCI_PROPRIETARY_TEMPLATE "File Control Information (FCI) Proprietary Template" Var 0..VARIABLE [Card] Book1;

    0x5F20 CARDHOLDER_NAME "Cardholder Name" Ans 2..26 [Card] Book3 secret();
    0x5F24 APPLICATION_EXPIRATION_DATE "Application Expiration Date" N 3..3 [Card] Book3 read(read::date);
    0x5F25 APPLICATION_EFFECTIVE_DATE "Application Effective Date" N 3..3 [Card] Book3 read(read::date);
    0x5F28 ISSUER_COUNTRY_CODE "Issuer Country Code" N 2..2 [Card] Book3 read(read::code);
    0x5F2A TRANSACTION_CURRENCY_CODE "Transaction Currency Code" N 2..2 [Terminal] Book3 read(read::code);
    0x5F2D LANGUAGE_PREFERENCE "Language Preference" An 2..8 [Card] Book1;
    0x5F30 SERVICE_CODE "Service Code" N 2..2 [Card] Book3 read(read::code);
    0x5F34 APPLICATION_PAN_SEQUENCE_NUMBER "Application Primary Account Number (PAN) Sequence Number" N 1..1 [Card] Book3;
    0x5F36 TRANSACTION_CURRENCY_EXPONENT "Transaction Currency Exponent" N 1..1 [Terminal] Book3;
    0x5F50 ISSUER_URL "Issuer URL" Ans 0..VARIABLE [Card] Book1;
    0x5F53 IBAN "International Bank Account Number (IBAN)" Var 0..34 [Card] Book1 secret();
    0x5F54 BANK_IDENTIFIER_CODE "Bank Identifier Code (BIC)" Var 8..11 [Card] Book1;
    0x5F55 ISSUER_COUNTRY_CODE_ALPHA_2 "Issuer Country Code (alpha2 format)" A 2..2 [Card] Book1;
    0x5F56 ISSUER_COUNTRY_CODE_ALPHA_3 "Issuer Country Code (alpha3 format)" A 3..3 [Card] Book1;
    0x5F57 ACCOUNT_TYPE "Account Type" N 1..1 [Terminal] Book3;
    0x7F60 BIOMETRIC_INFORMATION_TEMPLATE "Biometric Information Template (BIT)" Var 0..VARIABLE [Card] Book3;

    0x9F01 ACQUIRER_IDENTIFIER "Acquirer Identifier" N 6..6 [Terminal] Book3;
    0x9F02 AMOUNT_AUTHORISED_NUMERIC "Amount, Authorised (Numeric)" N 6..6 [Terminal] Book3 read(read::amount);
    0x9F03 AMOUNT_OTHER_NUMERIC "Amount, Other (Numeric)" N 6..6 [Terminal] Book3 read(read::amount);
    0x9F04 AMOUNT_OTHER_BINARY "Amount, Other (Binary)" B 4..4 [Terminal] Book3 read(read::number);
    0x9F05 APPLICATION_DISCRETIONARY_DATA "Application Discretionary Data" B 1..32 [Card] Book3;
    0x9F06 APPLICATION_IDENTIFIER_TERMINAL "Application Identifier (AID) - terminal" B 5..16 [Terminal] Book3;
    0x9F07 APPLICATION_USAGE_CONTROL "Application Usage Control" B 2..2 [Card] Book3 bits(ApplicationUsageControl::BITS);
    0x9F08 APPLICATION_VERSION_NUMBER_CARD "Application Version Number - card" B 2..2 [Card] Book3;
    0x9F09 APPLICATION_VERSION_NUMBER_TERMINAL "Application Version Number - terminal" B 2..2 [Terminal] Book3;
    0x9F0A APPLICATION_SELECTION_REGISTERED_PROPRIETARY_DATA "Application Selection Registered Proprietary Data (ASRPD)" B 0..252 [Card] Book1;
    0x9F0B CARDHOLDER_NAME_EXTENDED "Cardholder Name Extended" Ans 27..45 [Card] Book3 secret();
    0x9F0C ISSUER_IDENTIFICATION_NUMBER_EXTENDED "Issuer Identification Number Extended (IINE)" N 3..4 [Card] Book1;
    0x9F0D ISSUER_ACTION_CODE_DEFAULT "Issuer Action Code - Default" B 5..5 [Card] Book3 bits(TerminalVerificationResults::BITS);
    0x9F0E ISSUER_ACTION_CODE_DENIAL "Issuer Action Code - Denial" B 5..5 [Card] Book3 bits(TerminalVerificationResults::BITS);
    0x9F0F ISSUER_ACTION_CODE_ONLINE "Issuer Action Code - Online" B 5..5 [Card] Book3 bits(TerminalVerificationResults::BITS);
    0x9F10 ISSUER_APPLICATION_DATA "Issuer Application Data" B 0..32 [Card] Book3;
    0x9F11 ISSUER_CODE_TABLE_INDEX "Issuer Code Table Index" N 1..1 [Card] Book1;
    0x9F12 APPLICATION_PREFERRED_NAME "Application Preferred Name" Ans 1..16 [Card] Book1;
    0x9F13 LAST_ONLINE_ATC_REGISTER "Last Online Application Transaction Counter (ATC) Register" B 2..2 [Card] Book3 read(read::number);
    0x9F14 LOWER_CONSECUTIVE_OFFLINE_LIMIT "Lower Consecutive Offline Limit" B 1..1 [Card] Book3 read(read::number);
    0x9F15 MERCHANT_CATEGORY_CODE "Merchant Category Code" N 2..2 [Terminal] Book3;
    0x9F16 MERCHANT_IDENTIFIER "Merchant Identifier" Ans 15..15 [Terminal] Book3;
    0x9F17 PIN_TRY_COUNTER "Personal Identification Number (PIN) Try Counter" B 1..1 [Card] Book3 read(read::number);
    0x9F18 ISSUER_SCRIPT_IDENTIFIER "Issuer Script Identifier" B 4..4 [Issuer] Book3;
    0x9F19 TOKEN_REQUESTOR_ID "Token Requestor ID" N 6..6 [Card] Book3;
    0x9F1A TERMINAL_COUNTRY_CODE "Terminal Country Code" N 2..2 [Terminal] Book3 read(read::code);
    0x9F1B TERMINAL_FLOOR_LIMIT "Terminal Floor Limit" B 4..4 [Terminal] Book3 read(read::number);
    0x9F1C TERMINAL_IDENTIFICATION "Terminal Identification" An 8..8 [Terminal] Book3;
    0x9F1D TERMINAL_RISK_MANAGEMENT_DATA "Terminal Risk Management Data" B 1..8 [Terminal] Book3 bits(TERMINAL_RISK_MANAGEMENT_DATA);
    0x9F1E IFD_SERIAL_NUMBER "Interface Device (IFD) Serial Number" An 8..8 [Terminal] Book3;
    0x9F1F TRACK_1_DISCRETIONARY_DATA "Track 1 Discretionary Data" Ans 0..54 [Card] Book3 secret();
    0x9F20 TRACK_2_DISCRETIONARY_DATA "Track 2 Discretionary Data" Cn 0..16 [Card] Book3 secret();
    0x9F21 TRANSACTION_TIME "Transaction Time" N 3..3 [Terminal] Book3 read(read::time);
    0x9F22 CA_PUBLIC_KEY_INDEX_TERMINAL "Certification Authority Public Key Index - terminal" B 1..1 [Terminal] Book3;
    0x9F23 UPPER_CONSECUTIVE_OFFLINE_LIMIT "Upper Consecutive Offline Limit" B 1..1 [Card] Book3 read(read::number);
    0x9F24 PAYMENT_ACCOUNT_REFERENCE "Payment Account Reference (PAR)" An 29..29 [Card] Book3;
    0x9F25 LAST_4_DIGITS_OF_PAN "Last 4 Digits of PAN" N 2..2 [Card] Book3;
    0x9F26 APPLICATION_CRYPTOGRAM "Application Cryptogram" B 8..8 [Card] Book3;
    0x9F27 CRYPTOGRAM_INFORMATION_DATA "Cryptogram Information Data" B 1..1 [Card] Book3 read(read::cryptogram_information_data);
    0x9F29 EXTENDED_SELECTION "Extended Selection" B 0..VARIABLE [Card] BookB;
    0x9F2A KERNEL_IDENTIFIER "Kernel Identifier" B 1..8 [Card] BookB;
    0x9F2D ICC_PIN_ENCIPHERMENT_PUBLIC_KEY_CERTIFICATE "Integrated Circuit Card (ICC) PIN Encipherment Public Key Certificate" B 0..248 [Card] Book3;
    0x9F2E ICC_PIN_ENCIPHERMENT_PUBLIC_KEY_EXPONENT "Integrated Circuit Card (ICC) PIN Encipherment Public Key Exponent" B 1..3 [Card] Book3;
    0x9F2F ICC_PIN_ENCIPHERMENT_PUBLIC_KEY_REMAINDER "Integrated Circuit Card (ICC) PIN Encipherment Public Key Remainder" B 0..248 [Card] Book3;
    0x9F30 BIOMETRIC_TERMINAL_CAPABILITIES "Biometric Terminal Capabilities" B 3..3 [Terminal] Book3;
    0x9F31 CARD_BIT_GROUP_TEMPLATE "Card BIT Group Template" B 0..VARIABLE [Card] Book3;
    0x9F32 ISSUER_PUBLIC_KEY_EXPONENT "Issuer Public Key Exponent" B 1..3 [Card] Book3;
    0x9F33 TERMINAL_CAPABILITIES "Terminal Capabilities" B 3..3 [Terminal] Book3 bits(TerminalCapabilities::BITS);
    0x9F34 CVM_RESULTS "Cardholder Verification Method (CVM) Results" B 3..3 [Kernel] Book3 read(read::cvm_results);
    0x9F35 TERMINAL_TYPE "Terminal Type" N 1..1 [Terminal] Book3 read(read::terminal_type);
    0x9F36 APPLICATION_TRANSACTION_COUNTER "Application Transaction Counter (ATC)" B 2..2 [Card] Book3 read(read::number);
    0x9F37 UNPREDICTABLE_NUMBER "Unpredictable Number" B 4..4 [Terminal] Book3;
    0x9F38 PDOL "Processing Options Data Object List (PDOL)" B 0..240 [Card] Book3 dol();
    0x9F39 POINT_OF_SERVICE_ENTRY_MODE "Point-of-Service (POS) Entry Mode" N 1..1 [Terminal] Book3;
    0x9F3A AMOUNT_REFERENCE_CURRENCY "Amount, Reference Currency" B 4..4 [Terminal] Book3 read(read::number);
    0x9F3B APPLICATION_REFERENCE_CURRENCY "Application Reference Currency" N 2..8 [Card] Book3;
    0x9F3C TRANSACTION_REFERENCE_CURRENCY_CODE "Transaction Reference Currency Code" N 2..2 [Terminal] Book3 read(read::code);
    0x9F3D TRANSACTION_REFERENCE_CURRENCY_EXPONENT "Transaction Reference Currency Exponent" N 1..1 [Terminal] Book3;
    0x9F40 ADDITIONAL_TERMINAL_CAPABILITIES "Additional Terminal Capabilities" B 5..5 [Terminal] Book3 bits(AdditionalTerminalCapabilities::BITS);
    0x9F41 TRANSACTION_SEQUENCE_COUNTER "Transaction Sequence Counter" N 2..4 [Terminal] Book3;
    0x9F42 APPLICATION_CURRENCY_CODE "Application Currency Code" N 2..2 [Card] Book3 read(read::code);
    0x9F43 APPLICATION_REFERENCE_CURRENCY_EXPONENT "Application Reference Currency Exponent" N 1..4 [Card] Book3;
    0x9F44 APPLICATION_CURRENCY_EXPONENT "Application Currency Exponent" N 1..1 [Card] Book3;
    0x9F45 DATA_AUTHENTICATION_CODE "Data Authentication Code" B 2..2 [Card] Book3;
    0x9F46 ICC_PUBLIC_KEY_CERTIFICATE "Integrated Circuit Card (ICC) Public Key Certificate" B 0..248 [Card] Book3;
    0x9F47 ICC_PUBLIC_KEY_EXPONENT "Integrated Circuit Card (ICC) Public Key Exponent" B 1..3 [Card] Book3;
    0x9F48 ICC_PUBLIC_KEY_REMAINDER "Integrated Circuit Card (ICC) Public Key Remainder" B 0..248 [Card] Book3;
    0x9F49 DDOL "Dynamic Data Authentication Data Object List (DDOL)" B 0..252 [Card] Book3 dol();
    0x9F4A SDA_TAG_LIST "Static Data Authentication Tag List" B 0..250 [Card] Book3 tag_list();
    0x9F4B SIGNED_DYNAMIC_APPLICATION_DATA "Signed Dynamic Application Data" B 0..248 [Card] Book3;
    0x9F4C ICC_DYNAMIC_NUMBER "ICC Dynamic Number" B 2..8 [Card] Book3;
    0x9F4D LOG_ENTRY "Log Entry" B 2..2 [Card] Book3;
    0x9F4E MERCHANT_NAME_AND_LOCATION "Merchant Name and Location" Ans 0..VARIABLE [Terminal] Book3;
    0x9F4F LOG_FORMAT "Log Format" B 0..VARIABLE [Card] Book3 dol();

    0xBF0C FCI_ISSUER_DISCRETIONARY_DATA "File Control Information (FCI) Issuer Discretionary Data" Var 0..222 [Card] Book1;
    0xBF4A OFFLINE_BIT_GROUP_TEMPLATE "Offline BIT Group Template" Var 0..VARIABLE [Card] Book3;
    0xBF4B ONLINE_BIT_GROUP_TEMPLATE "Online BIT Group Template" Var 0..VARIABLE [Card] Book3;
    0xBF4C BIOMETRIC_TRY_COUNTERS_TEMPLATE "Biometric Try Counters Template" Var 0..VARIABLE [Card] Book3;
    0xBF4D PREFERRED_ATTEMPTS_TEMPLATE "Preferred Attempts Template" Var 0..VARIABLE [Card] Book3;
    0xBF4E BIOMETRIC_VERIFICATION_DATA_TEMPLATE "Biometric Verification Data Template" Var 0..VARIABLE [Terminal] Book3;
}
