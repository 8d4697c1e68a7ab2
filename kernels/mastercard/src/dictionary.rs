//! The data objects of Mastercard: Book C-2, Annex A.
//!
//! Chained before the core dictionary: `Dictionaries::new(&[mastercard::dictionary::DICTIONARY])`. What the source of
//! a row means for updates: `Card` is the signal RA, `Terminal` the signals ACT and DET, `Kernel` neither. The EMV books'
//! own rows are read the same way, see `update`.

mod readings;
mod signals;

use tapkernel_core::data::describe::read;
use tapkernel_core::data::{NamedBit, bit};

use crate::bits::{
    ApplicationInterchangeProfile, KernelConfiguration, MobileSupportIndicator,
    PosCardholderInteractionInformation, TerminalVerificationResults,
};
use crate::config::Kernel2Options;

const CARD_DATA_INPUT: &[NamedBit] =
    &[(bit(1, 8), "Manual key entry"), (bit(1, 7), "Magnetic stripe"), (bit(1, 6), "IC with contacts")];

const CVM_CAPABILITY: &[NamedBit] = &[
    (bit(1, 8), "Plaintext PIN for ICC verification"),
    (bit(1, 7), "Enciphered PIN for online verification"),
    (bit(1, 6), "Signature (paper)"),
    (bit(1, 5), "Enciphered PIN for offline verification"),
    (bit(1, 4), "No CVM required"),
];

const SECURITY: &[NamedBit] =
    &[(bit(1, 8), "SDA"), (bit(1, 7), "DDA"), (bit(1, 6), "Card capture"), (bit(1, 4), "CDA")];

const IDS_STATUS: &[NamedBit] = &[(bit(1, 8), "Read"), (bit(1, 7), "Write")];

const DS_SUMMARY_STATUS: &[NamedBit] = &[(bit(1, 8), "Successful read"), (bit(1, 7), "Successful write")];

const DS_ODS_INFO_FOR_READER: &[NamedBit] = &[
    (bit(1, 8), "Usable for TC"),
    (bit(1, 7), "Usable for ARQC"),
    (bit(1, 6), "Usable for AAC"),
    (bit(1, 3), "Stop if no DS ODS term"),
    (bit(1, 2), "Stop if write failed"),
];

tapkernel_core::dictionary! {
    0x82 APPLICATION_INTERCHANGE_PROFILE "Application Interchange Profile" B 2..2 [Card] BookC2 bits(ApplicationInterchangeProfile::BITS);
    0x95 TERMINAL_VERIFICATION_RESULTS "Terminal Verification Results" B 5..5 [Kernel] BookC2 bits(TerminalVerificationResults::BITS);
    0x9F50 OFFLINE_ACCUMULATOR_BALANCE "Offline Accumulator Balance" N 6..6 [Card] BookC2 read(read::amount);
    0x9F51 DRDOL "DRDOL" B 0..250 [Card] BookC2 dol();
    0x9F53 TRANSACTION_CATEGORY_CODE "Transaction Category Code" An 1..1 [Terminal] BookC2;
    0x9F54 DS_ODS_CARD "DS ODS Card" B 0..160 [Card] BookC2;
    0x9F5B DSDOL "DSDOL" B 0..250 [Card] BookC2 dol();
    0x9F5C DS_REQUESTED_OPERATOR_ID "DS Requested Operator ID" B 8..8 [Terminal] BookC2;
    0x9F5D APPLICATION_CAPABILITIES_INFORMATION "Application Capabilities Information" B 3..3 [Card] BookC2 read(readings::application_capabilities_information);
    0x9F5E DS_ID "DS ID" N 8..11 [Card] BookC2 secret();
    0x9F5F DS_SLOT_AVAILABILITY "DS Slot Availability" B 1..1 [Card] BookC2;
    0x9F60 CVC3_TRACK_1 "CVC3 (Track 1)" B 2..2 [Card] BookC2;
    0x9F61 CVC3_TRACK_2 "CVC3 (Track 2)" B 2..2 [Card] BookC2;
    0x9F62 PCVC3_TRACK_1 "PCVC3 (Track 1)" B 6..6 [Card] BookC2;
    0x9F63 PUNATC_TRACK_1 "PUNATC (Track 1)" B 6..6 [Card] BookC2;
    0x9F64 NATC_TRACK_1 "NATC (Track 1)" B 1..1 [Card] BookC2;
    0x9F65 PCVC3_TRACK_2 "PCVC3 (Track 2)" B 2..2 [Card] BookC2;
    0x9F66 PUNATC_TRACK_2 "PUNATC (Track 2)" B 2..2 [Card] BookC2;
    0x9F67 NATC_TRACK_2 "NATC (Track 2)" B 1..1 [Card] BookC2;
    0x9F69 UDOL "UDOL" B 0..250 [Card] BookC2 dol();
    0x9F6A UNPREDICTABLE_NUMBER_NUMERIC "Unpredictable Number (Numeric)" N 4..4 [Kernel] BookC2;
    0x9F6B TRACK_2_DATA "Track 2 Data" B 0..19 [Card] BookC2 secret();
    0x9F6D MAG_STRIPE_APPLICATION_VERSION_NUMBER_READER "Mag-stripe Application Version Number (Reader)" B 2..2 [Kernel] BookC2;
    0x9F6E THIRD_PARTY_DATA "Third Party Data" B 5..32 [Card] BookC2 read(readings::third_party_data);
    0x9F6F DS_SLOT_MANAGEMENT_CONTROL "DS Slot Management Control" B 1..1 [Card] BookC2;
    0x9F70 PROTECTED_DATA_ENVELOPE_1 "Protected Data Envelope 1" B 0..192 [Card Terminal] BookC2;
    0x9F71 PROTECTED_DATA_ENVELOPE_2 "Protected Data Envelope 2" B 0..192 [Card Terminal] BookC2;
    0x9F72 PROTECTED_DATA_ENVELOPE_3 "Protected Data Envelope 3" B 0..192 [Card Terminal] BookC2;
    0x9F73 PROTECTED_DATA_ENVELOPE_4 "Protected Data Envelope 4" B 0..192 [Card Terminal] BookC2;
    0x9F74 PROTECTED_DATA_ENVELOPE_5 "Protected Data Envelope 5" B 0..192 [Card Terminal] BookC2;
    0x9F75 UNPROTECTED_DATA_ENVELOPE_1 "Unprotected Data Envelope 1" B 0..192 [Card Terminal] BookC2;
    0x9F76 UNPROTECTED_DATA_ENVELOPE_2 "Unprotected Data Envelope 2" B 0..192 [Card Terminal] BookC2;
    0x9F77 UNPROTECTED_DATA_ENVELOPE_3 "Unprotected Data Envelope 3" B 0..192 [Card Terminal] BookC2;
    0x9F78 UNPROTECTED_DATA_ENVELOPE_4 "Unprotected Data Envelope 4" B 0..192 [Card Terminal] BookC2;
    0x9F79 UNPROTECTED_DATA_ENVELOPE_5 "Unprotected Data Envelope 5" B 0..192 [Card Terminal] BookC2;
    0x9F7C MERCHANT_CUSTOM_DATA "Merchant Custom Data" B 20..20 [Terminal] BookC2;
    0x9F7D DS_SUMMARY_1 "DS Summary 1" B 8..16 [Card] BookC2;
    0x9F7E MOBILE_SUPPORT_INDICATOR "Mobile Support Indicator" B 1..1 [Kernel] BookC2 bits(MobileSupportIndicator::BITS);
    0x9F7F DS_UNPREDICTABLE_NUMBER "DS Unpredictable Number" B 4..4 [Card] BookC2;
    0xDF4B POS_CARDHOLDER_INTERACTION_INFORMATION "POS Cardholder Interaction Information" B 3..3 [Card] BookC2 bits(PosCardholderInteractionInformation::BITS);
    0xDF60 DS_INPUT_CARD "DS Input (Card)" B 8..8 [Terminal] BookC2;
    0xDF61 DS_DIGEST_H "DS Digest H" B 8..8 [Kernel] BookC2;
    0xDF62 DS_ODS_INFO "DS ODS Info" B 1..1 [Terminal] BookC2;
    0xDF63 DS_ODS_TERM "DS ODS Term" B 0..160 [Terminal] BookC2;
    0xDF8101 DS_SUMMARY_2 "DS Summary 2" B 8..16 [Card] BookC2;
    0xDF8102 DS_SUMMARY_3 "DS Summary 3" B 8..16 [Card] BookC2;
    0xDF8104 BALANCE_READ_BEFORE_GEN_AC "Balance Read Before Gen AC" N 6..6 [Terminal] BookC2;
    0xDF8105 BALANCE_READ_AFTER_GEN_AC "Balance Read After Gen AC" N 6..6 [Terminal] BookC2;
    0xDF8106 DATA_NEEDED "Data Needed" B 0..VARIABLE [Kernel] BookC2 tag_list();
    0xDF8107 CDOL1_RELATED_DATA "CDOL1 Related Data" B 0..VARIABLE [Kernel] BookC2 secret();
    0xDF8108 DS_AC_TYPE "DS AC Type" B 1..1 [Terminal] BookC2;
    0xDF8109 DS_INPUT_TERM "DS Input (Term)" B 8..8 [Terminal] BookC2;
    0xDF810A DS_ODS_INFO_FOR_READER "DS ODS Info For Reader" B 1..1 [Terminal] BookC2 bits(DS_ODS_INFO_FOR_READER);
    0xDF810B DS_SUMMARY_STATUS "DS Summary Status" B 1..1 [Kernel] BookC2 bits(DS_SUMMARY_STATUS);
    0xDF810C KERNEL_ID "Kernel ID" B 1..1 [Kernel] BookC2;
    0xDF810D DSVN_TERM "DSVN Term" B 0..VARIABLE [Kernel] BookC2;
    0xDF810E POST_GEN_AC_PUT_DATA_STATUS "Post-Gen AC Put Data Status" B 1..1 [Kernel] BookC2;
    0xDF810F PRE_GEN_AC_PUT_DATA_STATUS "Pre-Gen AC Put Data Status" B 1..1 [Kernel] BookC2;
    0xDF8110 PROCEED_TO_FIRST_WRITE_FLAG "Proceed To First Write Flag" B 1..1 [Terminal] BookC2;
    0xDF8111 PDOL_RELATED_DATA "PDOL Related Data" B 0..VARIABLE [Kernel] BookC2 secret();
    0xDF8112 TAGS_TO_READ "Tags To Read" B 0..VARIABLE [Terminal] BookC2 tag_list();
    0xDF8113 DRDOL_RELATED_DATA "DRDOL Related Data" B 0..VARIABLE [Kernel] BookC2 secret();
    0xDF8114 REFERENCE_CONTROL_PARAMETER "Reference Control Parameter" B 1..1 [Kernel] BookC2 read(readings::reference_control_parameter);
    0xDF8115 ERROR_INDICATION "Error Indication" B 6..6 [Kernel] BookC2 read(signals::error_indication);
    0xDF8116 USER_INTERFACE_REQUEST_DATA "User Interface Request Data" B 13..22 [Kernel] BookC2 read(signals::user_interface_request_data);
    0xDF8117 CARD_DATA_INPUT_CAPABILITY "Card Data Input Capability" B 1..1 [Kernel] BookC2 bits(CARD_DATA_INPUT);
    0xDF8118 CVM_CAPABILITY_CVM_REQUIRED "CVM Capability - CVM Required" B 1..1 [Kernel] BookC2 bits(CVM_CAPABILITY);
    0xDF8119 CVM_CAPABILITY_NO_CVM_REQUIRED "CVM Capability - No CVM Required" B 1..1 [Kernel] BookC2 bits(CVM_CAPABILITY);
    0xDF811A DEFAULT_UDOL "Default UDOL" B 3..3 [Kernel] BookC2 dol();
    0xDF811B KERNEL_CONFIGURATION "Kernel Configuration" B 1..1 [Kernel] BookC2 bits(KernelConfiguration::BITS);
    0xDF811C MAX_LIFETIME_OF_TORN_TRANSACTION_LOG_RECORD "Max Lifetime of Torn Transaction Log Record" B 2..2 [Kernel] BookC2 read(readings::seconds);
    0xDF811D MAX_NUMBER_OF_TORN_TRANSACTION_LOG_RECORDS "Max Number of Torn Transaction Log Records" B 1..1 [Kernel] BookC2 read(read::number);
    0xDF811E MAG_STRIPE_CVM_CAPABILITY_CVM_REQUIRED "Mag-stripe CVM Capability - CVM Required" B 1..1 [Kernel] BookC2 read(readings::mag_stripe_cvm_capability);
    0xDF811F SECURITY_CAPABILITY "Security Capability" B 1..1 [Kernel] BookC2 bits(SECURITY);
    0xDF8120 TERMINAL_ACTION_CODE_DEFAULT "Terminal Action Code - Default" B 5..5 [Kernel] BookC2 bits(TerminalVerificationResults::BITS);
    0xDF8121 TERMINAL_ACTION_CODE_DENIAL "Terminal Action Code - Denial" B 5..5 [Kernel] BookC2 bits(TerminalVerificationResults::BITS);
    0xDF8122 TERMINAL_ACTION_CODE_ONLINE "Terminal Action Code - Online" B 5..5 [Kernel] BookC2 bits(TerminalVerificationResults::BITS);
    0xDF8123 READER_CONTACTLESS_FLOOR_LIMIT "Reader Contactless Floor Limit" N 6..6 [Kernel] BookC2 read(read::amount);
    0xDF8124 READER_CONTACTLESS_TRANSACTION_LIMIT_NO_ON_DEVICE_CVM "Reader Contactless Transaction Limit (No On-device CVM)" N 6..6 [Kernel] BookC2 read(read::amount);
    0xDF8125 READER_CONTACTLESS_TRANSACTION_LIMIT_ON_DEVICE_CVM "Reader Contactless Transaction Limit (On-device CVM)" N 6..6 [Kernel] BookC2 read(read::amount);
    0xDF8126 READER_CVM_REQUIRED_LIMIT "Reader CVM Required Limit" N 6..6 [Kernel] BookC2 read(read::amount);
    0xDF8127 TIME_OUT_VALUE "Time Out Value" B 2..2 [Kernel] BookC2 read(readings::milliseconds);
    0xDF8128 IDS_STATUS "IDS Status" B 1..1 [Kernel] BookC2 bits(IDS_STATUS);
    0xDF8129 OUTCOME_PARAMETER_SET "Outcome Parameter Set" B 8..8 [Kernel] BookC2 read(signals::outcome_parameter_set);
    0xDF812A DD_CARD_TRACK_1 "DD Card (Track 1)" Ans 0..56 [Kernel] BookC2 secret();
    0xDF812B DD_CARD_TRACK_2 "DD Card (Track 2)" Cn 0..11 [Kernel] BookC2 secret();
    0xDF812C MAG_STRIPE_CVM_CAPABILITY_NO_CVM_REQUIRED "Mag-stripe CVM Capability - No CVM Required" B 1..1 [Kernel] BookC2 read(readings::mag_stripe_cvm_capability);
    0xDF812D MESSAGE_HOLD_TIME "Message Hold Time" N 3..3 [Kernel] BookC2 read(readings::message_hold_time);
    0xDF8130 HOLD_TIME_VALUE "Hold Time Value" B 1..1 [Kernel] BookC2 read(readings::hold_time_value);
    0xDF8131 PHONE_MESSAGE_TABLE "Phone Message Table" B 0..VARIABLE [Kernel] BookC2 read(signals::phone_message_table);
    0xDF8132 MINIMUM_RELAY_RESISTANCE_GRACE_PERIOD "Minimum Relay Resistance Grace Period" B 2..2 [Kernel] BookC2 read(readings::relay_resistance_time);
    0xDF8133 MAXIMUM_RELAY_RESISTANCE_GRACE_PERIOD "Maximum Relay Resistance Grace Period" B 2..2 [Kernel] BookC2 read(readings::relay_resistance_time);
    0xDF8134 TERMINAL_EXPECTED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_C_APDU "Terminal Expected Transmission Time For Relay Resistance C-APDU" B 2..2 [Kernel] BookC2 read(readings::relay_resistance_time);
    0xDF8135 TERMINAL_EXPECTED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU "Terminal Expected Transmission Time For Relay Resistance R-APDU" B 2..2 [Kernel] BookC2 read(readings::relay_resistance_time);
    0xDF8136 RELAY_RESISTANCE_ACCURACY_THRESHOLD "Relay Resistance Accuracy Threshold" B 2..2 [Kernel] BookC2 read(readings::relay_resistance_time);
    0xDF8137 RELAY_RESISTANCE_TRANSMISSION_TIME_MISMATCH_THRESHOLD "Relay Resistance Transmission Time Mismatch Threshold" B 1..1 [Kernel] BookC2 read(readings::percent);
    0xDF8301 TERMINAL_RELAY_RESISTANCE_ENTROPY "Terminal Relay Resistance Entropy" B 4..4 [Kernel] BookC2;
    0xDF8302 DEVICE_RELAY_RESISTANCE_ENTROPY "Device Relay Resistance Entropy" B 4..4 [Card] BookC2;
    0xDF8303 MIN_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU "Min Time For Processing Relay Resistance APDU" B 2..2 [Card] BookC2 read(readings::relay_resistance_time);
    0xDF8304 MAX_TIME_FOR_PROCESSING_RELAY_RESISTANCE_APDU "Max Time For Processing Relay Resistance APDU" B 2..2 [Card] BookC2 read(readings::relay_resistance_time);
    0xDF8305 DEVICE_ESTIMATED_TRANSMISSION_TIME_FOR_RELAY_RESISTANCE_R_APDU "Device Estimated Transmission Time For Relay Resistance R-APDU" B 2..2 [Card] BookC2 read(readings::relay_resistance_time);
    0xDF8306 MEASURED_RELAY_RESISTANCE_PROCESSING_TIME "Measured Relay Resistance Processing Time" B 2..2 [Kernel] BookC2 read(readings::relay_resistance_time);
    0xDF8307 RRP_COUNTER "RRP Counter" B 1..1 [Kernel] BookC2 read(read::number);
    0xDF8F11 KERNEL_2_OPTIONS "Kernel 2 Options" B 1..1 [Terminal] Scheme bits(Kernel2Options::BITS);
    0xDF8F12 CO_BADGED_PAN_PREFIXES "Co-badged PAN Prefixes" Cn 0..VARIABLE [Terminal] Scheme;
    0xFF8101 TORN_RECORD "Torn Record" Var 0..VARIABLE [Kernel] BookC2 secret();
    0xFF8102 TAGS_TO_WRITE_BEFORE_GEN_AC "Tags To Write Before Gen AC" Var 0..VARIABLE [Terminal] BookC2;
    0xFF8103 TAGS_TO_WRITE_AFTER_GEN_AC "Tags To Write After Gen AC" Var 0..VARIABLE [Terminal] BookC2;
    0xFF8104 DATA_TO_SEND "Data To Send" Var 0..VARIABLE [Kernel] BookC2 secret();
    0xFF8105 DATA_RECORD "Data Record" Var 0..VARIABLE [Kernel] BookC2 secret();
    0xFF8106 DISCRETIONARY_DATA "Discretionary Data" Var 0..VARIABLE [Kernel] BookC2 secret();
}
