//! Terminal Transaction Qualifiers.

use super::{Bit, bit};

/// Terminal Transaction Qualifiers `9F66`: b, four bytes (Book A, 5.7; Book B, 3.1).
///
/// What the reader can do and wants, told to the card in the PDOL by the kernels of Visa and of the schemes that
/// took the data object over. Other kernels give tag 9F66 another meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TerminalTransactionQualifiers(pub [u8; 4]);

impl TerminalTransactionQualifiers {
    /// Mag-stripe mode supported.
    pub const MAG_STRIPE_MODE_SUPPORTED: Bit = bit(1, 8);
    /// EMV mode supported.
    pub const EMV_MODE_SUPPORTED: Bit = bit(1, 6);
    /// EMV contact chip supported.
    pub const CONTACT_CHIP_SUPPORTED: Bit = bit(1, 5);
    /// Offline-only reader.
    pub const OFFLINE_ONLY_READER: Bit = bit(1, 4);
    /// Online PIN supported.
    pub const ONLINE_PIN_SUPPORTED: Bit = bit(1, 3);
    /// Signature supported.
    pub const SIGNATURE_SUPPORTED: Bit = bit(1, 2);
    /// Offline data authentication for online authorisations supported.
    pub const ODA_FOR_ONLINE_SUPPORTED: Bit = bit(1, 1);
    /// Online cryptogram required; set by the Entry Point.
    pub const ONLINE_CRYPTOGRAM_REQUIRED: Bit = bit(2, 8);
    /// CVM required; set by the Entry Point.
    pub const CVM_REQUIRED: Bit = bit(2, 7);
    /// Offline PIN supported on the contact interface.
    pub const OFFLINE_PIN_SUPPORTED: Bit = bit(2, 6);
    /// Issuer update processing supported.
    pub const ISSUER_UPDATE_SUPPORTED: Bit = bit(3, 8);
    /// Consumer device CVM supported.
    pub const CDCVM_SUPPORTED: Bit = bit(3, 7);

    /// Whether `bit` is 1.
    pub fn has(self, bit: Bit) -> bool {
        bit.is_set(&self.0)
    }

    /// The same with `bit` made `on`.
    #[must_use]
    pub fn with(mut self, bit: Bit, on: bool) -> Self {
        bit.put(&mut self.0, on);
        self
    }
}
