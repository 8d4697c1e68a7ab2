//! The data objects of Visa: Book C-3 and, for what cards answer beside it, Visa's card specification.
//!
//! Chained before the core dictionary: `Dictionaries::new(&[visa::dictionary::DICTIONARY])`.

use alloc::format;

use tapkernel_core::data::describe::{self, read};
use tapkernel_core::data::{Hex, Line, TerminalTransactionQualifiers};

use crate::config::Kernel3Options;
use crate::qualifiers::CardTransactionQualifiers;

/// Card Authentication Related Data `9F69`: version, the card's unpredictable number, a copy of the CTQ.
fn card_authentication_related_data(value: &[u8]) -> read::Reading {
    let &[version, a, b, c, d, ref rest @ ..] = value else { return None };
    let mut lines = Line::one(format!("fDDA version {version:02X}"));
    lines.push(Line::text(format!("Unpredictable number of the card {}", Hex(&[a, b, c, d]))));
    if let Some(copy) = rest.first_chunk::<2>() {
        lines.push(Line::text(format!("Copy of the CTQ {}", Hex(copy))));
        let bits = describe::bits(CardTransactionQualifiers::BITS, copy);
        lines.extend(bits.into_iter().map(|line| Line::text(format!("CTQ {line}"))));
    }
    Some(lines)
}

tapkernel_core::dictionary! {
    0xD2   INTEGRATED_DATA_STORAGE_DIRECTORY "Integrated Data Storage Directory (IDSD)" B 0..VARIABLE [Card] BookC3;
    0x9F5A APPLICATION_PROGRAM_IDENTIFIER "Application Program Identifier (Program ID)" B 1..16 [Card] BookC3;
    0x9F5B ISSUER_SCRIPT_RESULTS "Issuer Script Results" B 0..VARIABLE [Kernel] BookC3;
    0x9F5D AVAILABLE_OFFLINE_SPENDING_AMOUNT "Available Offline Spending Amount (AOSA)" N 6..6 [Card] BookC3 read(read::amount);
    0x9F66 TERMINAL_TRANSACTION_QUALIFIERS "Terminal Transaction Qualifiers (TTQ)" B 4..4 [Terminal] BookC3 bits(TerminalTransactionQualifiers::BITS);
    0x9F69 CARD_AUTHENTICATION_RELATED_DATA "Card Authentication Related Data" B 5..16 [Card] BookC3 read(card_authentication_related_data);
    0x9F6C CARD_TRANSACTION_QUALIFIERS "Card Transaction Qualifiers (CTQ)" B 2..2 [Card] BookC3 bits(CardTransactionQualifiers::BITS);
    0x9F6E FORM_FACTOR_INDICATOR "Form Factor Indicator (FFI)" B 4..4 [Card] BookC3;
    0x9F7C CUSTOMER_EXCLUSIVE_DATA "Customer Exclusive Data (CED)" B 0..32 [Card] BookC3;
    0xBF60 INTEGRATED_DATA_STORAGE_RECORD_UPDATE_TEMPLATE "Integrated Data Storage Record Update Template" Var 0..VARIABLE [Terminal] BookC3;
    0xDF8F01 KERNEL_3_OPTIONS "Kernel 3 Options" B 1..1 [Terminal] Scheme bits(Kernel3Options::BITS);
    0xDF8F02 EXCEPTION_FILE "Exception File" Cn 0..VARIABLE [Terminal] Scheme secret();
    0xDF8F03 CO_BADGED_PAN_PREFIXES "Co-badged PAN Prefixes" Cn 0..VARIABLE [Terminal] Scheme;
    0xDF8F04 DYNAMIC_READER_LIMITS "Dynamic Reader Limits" B 0..VARIABLE [Terminal] Scheme;
}
