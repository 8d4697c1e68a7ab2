//! Cryptogram Information Data.

use super::{FormatError, FormatFault, tags};

/// The type of an Application Cryptogram (EMV 4.4 Book 3, 6.5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AcType {
    /// Application Authentication Cryptogram: declined.
    Aac,
    /// Transaction Certificate: approved offline.
    Tc,
    /// Authorisation Request Cryptogram: online authorisation asked for.
    Arqc,
}

/// Cryptogram Information Data: `9F27`, b, one byte (EMV 4.4 Book 3, 6.5.5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CryptogramInformationData(pub u8);

impl CryptogramInformationData {
    /// Takes the coded form.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] unless it has one byte.
    pub const fn decode(value: &[u8]) -> Result<Self, FormatError> {
        match value {
            &[coded] => Ok(Self(coded)),
            _ => Err(FormatError::new(tags::CRYPTOGRAM_INFORMATION_DATA, FormatFault::Length)),
        }
    }

    /// The coded form.
    pub const fn encode(self) -> [u8; 1] {
        [self.0]
    }

    /// The type of the cryptogram, bits 8 and 7; `None` for the reserved value 11.
    pub const fn cryptogram_type(self) -> Option<AcType> {
        match self.0 >> 6 {
            0b00 => Some(AcType::Aac),
            0b01 => Some(AcType::Tc),
            0b10 => Some(AcType::Arqc),
            _ => None,
        }
    }

    /// Bit 4: an advice message is required.
    pub const fn advice_required(self) -> bool {
        self.0 & 0x08 != 0
    }

    /// Bits 3 to 1: why the card answers as it does.
    pub const fn reason(self) -> AdviceReason {
        match self.0 & 0x07 {
            0 => AdviceReason::NoInformation,
            1 => AdviceReason::ServiceNotAllowed,
            2 => AdviceReason::PinTryLimitExceeded,
            3 => AdviceReason::IssuerAuthenticationFailed,
            reserved => AdviceReason::Reserved(reserved),
        }
    }
}

/// The reason or advice code of the Cryptogram Information Data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdviceReason {
    /// 000
    NoInformation,
    /// 001
    ServiceNotAllowed,
    /// 010
    PinTryLimitExceeded,
    /// 011
    IssuerAuthenticationFailed,
    /// Another value, reserved for future use.
    Reserved(u8),
}
