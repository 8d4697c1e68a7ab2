//! The type of a card's cryptogram.

/// The type of the Application Cryptogram; the value is its code in the Cryptogram Information Data `9F27`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[repr(u8)]
pub enum Cryptogram {
    /// AAC: declined.
    Aac = 0x00,
    /// TC: approved.
    Tc = 0x40,
    /// ARQC: the issuer must decide.
    Arqc = 0x80,
}

impl Cryptogram {
    /// The type that P1 of GENERATE AC asks for (EMV 4.4 Book 3, 6.5.5); `None` for the reserved one.
    pub(super) const fn requested(parameter: u8) -> Option<Self> {
        match parameter >> 6 {
            0b00 => Some(Self::Aac),
            0b01 => Some(Self::Tc),
            0b10 => Some(Self::Arqc),
            _ => None,
        }
    }

    /// The type in bits 6 and 5, where Card Verification Results have it.
    pub(super) const fn verification_results(self) -> u8 {
        self as u8 >> 2
    }
}
