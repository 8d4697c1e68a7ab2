//! The data objects of Visa: Book C-3 and, for what cards answer beside it, Visa's card specification.
//!
//! Chained before the core dictionary: `Dictionaries::new(&[visa::dictionary::DICTIONARY])`.

use alloc::format;

use tapkernel_core::data::describe::{self, read};
use tapkernel_core::data::{Hex, Line, NamedBit, TerminalTransactionQualifiers, bit};

/// Card Transaction Qualifiers `9F6C` (Book C-3, Annex A).
const CARD_TRANSACTION_QUALIFIERS: &[NamedBit] = &[
    (bit(1, 8), "Online PIN required"),
    (bit(1, 7), "Signature required"),
    (bit(1, 6), "Go online if offline data authentication fails and the reader is online capable"),
    (bit(1, 5), "Switch interface if offline data authentication fails and the reader supports contact chip"),
    (bit(1, 4), "Go online if the application has expired"),
    (bit(1, 3), "Switch interface for cash transactions"),
    (bit(1, 2), "Switch interface for cashback transactions"),
    (bit(1, 1), "Valid for contactless ATM transactions"),
    (bit(2, 8), "Consumer device CVM performed"),
    (bit(2, 7), "Card supports issuer update processing at the point of sale"),
];

/// Card Authentication Related Data `9F69`: version, the card's unpredictable number, a copy of the CTQ.
fn card_authentication_related_data(value: &[u8]) -> read::Reading {
    let &[version, a, b, c, d, ref rest @ ..] = value else { return None };
    let mut lines = Line::one(format!("fDDA version {version:02X}"));
    lines.push(Line::text(format!("Unpredictable number of the card {}", Hex(&[a, b, c, d]))));
    if let Some(copy) = rest.first_chunk::<2>() {
        lines.push(Line::text(format!("Copy of the CTQ {}", Hex(copy))));
        let bits = describe::bits(CARD_TRANSACTION_QUALIFIERS, copy);
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
    0x9F6C CARD_TRANSACTION_QUALIFIERS "Card Transaction Qualifiers (CTQ)" B 2..2 [Card] BookC3 bits(CARD_TRANSACTION_QUALIFIERS);
    0x9F6E FORM_FACTOR_INDICATOR "Form Factor Indicator (FFI)" B 4..4 [Card] BookC3;
    0x9F7C CUSTOMER_EXCLUSIVE_DATA "Customer Exclusive Data (CED)" B 0..32 [Card] BookC3;
    0xBF60 INTEGRATED_DATA_STORAGE_RECORD_UPDATE_TEMPLATE "Integrated Data Storage Record Update Template" Var 0..VARIABLE [Terminal] BookC3;
}
