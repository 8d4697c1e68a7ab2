//! Transaction Status Information.

use super::tags;

crate::bit_field! {
    /// Transaction Status Information: `9B`, b, two bytes (EMV 4.4 Book 3, C6).
    TransactionStatusInformation: tags::TRANSACTION_STATUS_INFORMATION, 2 bytes;

    1 8 ODA_PERFORMED "Offline data authentication was performed";
    1 7 CARDHOLDER_VERIFICATION_PERFORMED "Cardholder verification was performed";
    1 6 CARD_RISK_MANAGEMENT_PERFORMED "Card risk management was performed";
    1 5 ISSUER_AUTHENTICATION_PERFORMED "Issuer authentication was performed";
    1 4 TERMINAL_RISK_MANAGEMENT_PERFORMED "Terminal risk management was performed";
    1 3 SCRIPT_PROCESSING_PERFORMED "Script processing was performed";
}
