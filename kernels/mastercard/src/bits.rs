//! Data elements of Kernel 2 that are rows of bits (Book C-2, Annex A).

use tapkernel_core::data::{ApplicationInterchangeProfile as BookAip, Bit, NamedBit, bit, tags};

use crate::dictionary::tags as mc;

tapkernel_core::bit_field! {
    /// Application Interchange Profile: `82`, b, two bytes, as Kernel 2 reads it (Book C-2, A.1.16).
    ///
    /// Byte 2, bit 8 is this kernel's own: EMV mode. Kernel 3 gives it another meaning.
    ApplicationInterchangeProfile: tags::APPLICATION_INTERCHANGE_PROFILE, 2 bytes;

    1 7 SDA_SUPPORTED "SDA supported";
    1 6 DDA_SUPPORTED "DDA supported";
    1 5 CARDHOLDER_VERIFICATION_SUPPORTED "Cardholder verification is supported";
    1 4 TERMINAL_RISK_MANAGEMENT_TO_BE_PERFORMED "Terminal risk management is to be performed";
    1 3 ISSUER_AUTHENTICATION_SUPPORTED "Issuer authentication is supported";
    1 2 ON_DEVICE_CARDHOLDER_VERIFICATION_SUPPORTED "On device cardholder verification is supported";
    1 1 CDA_SUPPORTED "CDA supported";
    2 8 EMV_MODE "EMV mode is supported";
    2 1 RELAY_RESISTANCE_PROTOCOL_SUPPORTED "Relay resistance protocol is supported";
}

const _: () =
    assert!(ApplicationInterchangeProfile::CDA_SUPPORTED.number() == BookAip::CDA_SUPPORTED.number());

tapkernel_core::terminal_verification_results! {
    /// Terminal Verification Results: `95`, b, five bytes, as Kernel 2 sets it (Book C-2, A.1.165).
    ///
    /// Byte 5, bits 2 and 1 are one field: 00 is not used, 01 says that the relay resistance protocol was not performed,
    /// 10 that it was.
    TerminalVerificationResults;

    5 4 RELAY_RESISTANCE_THRESHOLD_EXCEEDED "Relay resistance threshold exceeded";
    5 3 RELAY_RESISTANCE_TIME_LIMITS_EXCEEDED "Relay resistance time limits exceeded";
    5 2 RELAY_RESISTANCE_PERFORMED "Relay resistance protocol performed";
    5 1 RELAY_RESISTANCE_NOT_PERFORMED "Relay resistance protocol not performed";
}

tapkernel_core::bit_field! {
    /// Kernel Configuration: `DF811B`, b, one byte (Book C-2, A.1.88).
    KernelConfiguration: mc::KERNEL_CONFIGURATION, 1 bytes;

    1 8 MAG_STRIPE_MODE_NOT_SUPPORTED "Mag-stripe mode contactless transactions not supported";
    1 7 EMV_MODE_NOT_SUPPORTED "EMV mode contactless transactions not supported";
    1 6 ON_DEVICE_CARDHOLDER_VERIFICATION_SUPPORTED "On device cardholder verification supported";
    1 5 RELAY_RESISTANCE_PROTOCOL_SUPPORTED "Relay resistance protocol supported";
    1 4 RESERVED_FOR_PAYMENT_SYSTEM "Reserved for payment system";
    1 3 READ_ALL_RECORDS "Read all records even when no CDA";
}

/// Application Capabilities Information: `9F5D`, b, three bytes (Book C-2, A.1.9).
///
/// Byte 1 holds the version of the object in bits 8 to 5 and that of data storage in bits 4 to 1; byte 3 the scheme of
/// stand-alone data storage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApplicationCapabilitiesInformation;

impl ApplicationCapabilitiesInformation {
    /// Support for field off detection: byte 2, bit 3.
    pub const FIELD_OFF_DETECTION: Bit = bit(2, 3);
    /// Support for balance reading: byte 2, bit 2.
    pub const BALANCE_READING: Bit = bit(2, 2);
    /// CDA over TC, ARQC and AAC, not only over TC and ARQC: byte 2, bit 1.
    pub const CDA_OVER_AAC: Bit = bit(2, 1);
    /// The bits that have a meaning.
    pub const BITS: &'static [NamedBit] = &[
        (Self::FIELD_OFF_DETECTION, "Support for field off detection"),
        (Self::BALANCE_READING, "Support for balance reading"),
        (Self::CDA_OVER_AAC, "CDA supported over TC, ARQC and AAC"),
    ];
}

/// Mobile Support Indicator: `9F7E`, b, one byte (Book C-2, A.1.109).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MobileSupportIndicator;

impl MobileSupportIndicator {
    /// Mobile supported: byte 1, bit 1.
    pub const MOBILE_SUPPORTED: Bit = bit(1, 1);
    /// Offline PIN required: byte 1, bit 2.
    pub const OFFLINE_PIN_REQUIRED: Bit = bit(1, 2);
    /// The bits that have a meaning.
    pub const BITS: &'static [NamedBit] =
        &[(Self::OFFLINE_PIN_REQUIRED, "Offline PIN required"), (Self::MOBILE_SUPPORTED, "Mobile supported")];
}

tapkernel_core::bit_field! {
    /// POS Cardholder Interaction Information: `DF4B`, b, three bytes (Book C-2, A.1.122): what a phone wants of its
    /// holder. Byte 1 is the version.
    PosCardholderInteractionInformation: mc::POS_CARDHOLDER_INTERACTION_INFORMATION, 3 bytes;

    2 5 OFFLINE_PIN_VERIFICATION_SUCCESSFUL "Offline PIN verification successful";
    2 4 CONTEXT_IS_CONFLICTING "Context is conflicting";
    2 3 OFFLINE_CHANGE_PIN_REQUIRED "Offline change PIN required";
    2 2 ACK_REQUIRED "ACK required";
    2 1 OFFLINE_PIN_REQUIRED "Offline PIN required";
    3 1 WALLET_ISSUE "Wallet issue";
}

impl PosCardholderInteractionInformation {
    /// The bits that send the cardholder to the phone (Book C-2, S910, part E): 00030F.
    const SECOND_TAP_NEEDED: [u8; 3] = [0x00, 0x03, 0x0F];

    /// Whether the phone wants its holder before a second tap.
    pub fn second_tap_needed(self) -> bool {
        self.0.iter().zip(Self::SECOND_TAP_NEEDED).any(|(byte, mask)| byte & mask != 0)
    }
}
