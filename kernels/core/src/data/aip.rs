//! Application Interchange Profile.

use super::tags;

crate::bit_field! {
    /// Application Interchange Profile: `82`, b, two bytes (EMV 4.4 Book 3, C1).
    ///
    /// Byte 2, bit 8 is left to the contactless specifications: each scheme reads it in its own way.
    ApplicationInterchangeProfile: tags::APPLICATION_INTERCHANGE_PROFILE, 2 bytes;

    1 8 XDA_SUPPORTED "XDA supported";
    1 7 SDA_SUPPORTED "SDA supported";
    1 6 DDA_SUPPORTED "DDA supported";
    1 5 CARDHOLDER_VERIFICATION_SUPPORTED "Cardholder verification is supported";
    1 4 TERMINAL_RISK_MANAGEMENT_TO_BE_PERFORMED "Terminal risk management is to be performed";
    1 3 ISSUER_AUTHENTICATION_SUPPORTED "Issuer authentication is supported";
    1 2 ON_DEVICE_CARDHOLDER_VERIFICATION_SUPPORTED "On device cardholder verification is supported";
    1 1 CDA_SUPPORTED "CDA supported";
    2 8 CONTACTLESS "Reserved for use by the EMV Contactless Specifications";
}
