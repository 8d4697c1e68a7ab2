//! Terminal Transaction Qualifiers.

use crate::tlv::Tag;

crate::bit_field! {
    /// Terminal Transaction Qualifiers `9F66`: b, four bytes (Book A, 5.7; Book B, 3.1).
    ///
    /// What the reader can do and wants, told to the card in the PDOL by the kernels of Visa and of the schemes that
    /// took the data object over. Other kernels give tag 9F66 another meaning, so its row is in their dictionaries.
    TerminalTransactionQualifiers: Tag::new(0x9F66), 4 bytes;

    1 8  MAG_STRIPE_MODE_SUPPORTED "Mag-stripe mode supported";
    1 6  EMV_MODE_SUPPORTED "EMV mode supported";
    1 5  CONTACT_CHIP_SUPPORTED "EMV contact chip supported";
    1 4  OFFLINE_ONLY_READER "Offline-only reader";
    1 3  ONLINE_PIN_SUPPORTED "Online PIN supported";
    1 2  SIGNATURE_SUPPORTED "Signature supported";
    1 1  ODA_FOR_ONLINE_SUPPORTED "Offline data authentication for online authorisations supported";
    2 8  ONLINE_CRYPTOGRAM_REQUIRED "Online cryptogram required";
    2 7  CVM_REQUIRED "CVM required";
    2 6  OFFLINE_PIN_SUPPORTED "Offline PIN supported (contact chip)";
    3 8  ISSUER_UPDATE_SUPPORTED "Issuer update processing supported";
    3 7  CDCVM_SUPPORTED "Consumer device CVM supported";
}
