//! Terminal Capabilities.

use super::tags;

crate::bit_field! {
    /// Terminal Capabilities: `9F33`, b, three bytes (EMV 4.4 Book 4, A2): card data input, CVM, security.
    TerminalCapabilities: tags::TERMINAL_CAPABILITIES, 3 bytes;

    1 8 MANUAL_KEY_ENTRY "Manual key entry";
    1 7 MAGNETIC_STRIPE "Magnetic stripe";
    1 6 IC_WITH_CONTACTS "IC with contacts";
    2 8 PLAINTEXT_PIN_BY_ICC "Plaintext PIN for ICC verification";
    2 7 ENCIPHERED_PIN_ONLINE "Enciphered PIN for online verification";
    2 6 SIGNATURE "Signature (paper)";
    2 5 ENCIPHERED_PIN_OFFLINE "Enciphered PIN for offline verification";
    2 4 NO_CVM_REQUIRED "No CVM required";
    3 8 SDA "SDA";
    3 7 DDA "DDA";
    3 6 CARD_CAPTURE "Card capture";
    3 4 CDA "CDA";
    3 3 XDA "XDA";
}
