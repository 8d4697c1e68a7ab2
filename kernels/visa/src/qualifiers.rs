//! Card Transaction Qualifiers.

use crate::dictionary::tags;

tapkernel_core::bit_field! {
    /// Card Transaction Qualifiers (CTQ): `9F6C`, b, two bytes (Book C-3, Annex A).
    ///
    /// What the card wants of the reader: a CVM, and what to do when a check fails. The card sends it in the clear;
    /// only the copy inside `9F69` is ever signed.
    CardTransactionQualifiers: tags::CARD_TRANSACTION_QUALIFIERS, 2 bytes;

    1 8 ONLINE_PIN_REQUIRED "Online PIN required";
    1 7 SIGNATURE_REQUIRED "Signature required";
    1 6 GO_ONLINE_IF_ODA_FAILS "Go online if offline data authentication fails and the reader is online capable";
    1 5 SWITCH_INTERFACE_IF_ODA_FAILS "Switch interface if offline data authentication fails and the reader supports contact chip";
    1 4 GO_ONLINE_IF_EXPIRED "Go online if the application has expired";
    1 3 SWITCH_INTERFACE_FOR_CASH "Switch interface for cash transactions";
    1 2 SWITCH_INTERFACE_FOR_CASHBACK "Switch interface for cashback transactions";
    1 1 VALID_FOR_ATM "Valid for contactless ATM transactions";
    2 8 CDCVM_PERFORMED "Consumer device CVM performed";
    2 7 ISSUER_UPDATE_SUPPORTED "Card supports issuer update processing at the point of sale";
}
