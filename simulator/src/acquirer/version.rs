//! Whose cryptogram it is, and what answers it.

use tapkernel_core::data::Database;

use super::ResponseCode;
use crate::card::Behaviour;
use crate::crypto::{
    CryptogramVersion, MChipVersion, MissingDataObject, TdesKey, authorisation_cryptogram_1,
    authorisation_cryptogram_2,
};

/// Card Status Update of an approval: byte 2 bit 8, the issuer approves the online transaction.
const CARD_STATUS_UPDATE: [u8; 4] = [0x00, 0x80, 0x00, 0x00];
/// ARPC Response Code of an approval, M/Chip: byte 2 bit 5, the issuer approves the online transaction.
const ARPC_RESPONSE_CODE: [u8; 2] = [0x00, 0x10];

/// The scheme whose rules a card's cryptogram follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Visa,
    Mastercard,
}

impl Scheme {
    pub(super) const fn of(behaviour: &Behaviour) -> Self {
        match behaviour {
            Behaviour::Visa(_) => Self::Visa,
            Behaviour::Mastercard(_) => Self::Mastercard,
        }
    }

    /// The version that Issuer Application Data `9F10` name.
    pub(super) fn version(self, issuer_application_data: &[u8]) -> Option<Version> {
        match self {
            Self::Visa => CryptogramVersion::of(issuer_application_data).map(Version::Visa),
            Self::Mastercard => MChipVersion::of(issuer_application_data).map(Version::Mastercard),
        }
    }
}

/// A scheme's cryptogram version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    Visa(CryptogramVersion),
    Mastercard(MChipVersion),
}

impl Version {
    /// The Application Cryptogram over `data`.
    ///
    /// # Errors
    ///
    /// [`MissingDataObject`].
    pub(super) fn cryptogram(self, key: &TdesKey, data: &Database) -> Result<[u8; 8], MissingDataObject> {
        match self {
            Self::Visa(version) => version.cryptogram(key, data),
            Self::Mastercard(version) => version.cryptogram(key, data),
        }
    }

    /// The key of the answer.
    ///
    /// # Errors
    ///
    /// [`MissingDataObject`].
    pub(super) fn response_key(self, key: &TdesKey, data: &Database) -> Result<TdesKey, MissingDataObject> {
        match self {
            Self::Visa(version) => version.session_key(key, data),
            Self::Mastercard(version) => version.response_key(key, data),
        }
    }

    /// Whether the Card Verification Results in the Issuer Application Data say that the cryptogram is an AAC: bits 6
    /// and 5 of byte 5 with Visa, of byte 3 with Mastercard.
    pub(super) fn is_aac(self, issuer_application_data: &[u8]) -> bool {
        let at = match self {
            Self::Visa(_) => 4,
            Self::Mastercard(_) => 2,
        };
        issuer_application_data.get(at).is_some_and(|byte| byte & 0x30 == 0)
    }

    /// Issuer Authentication Data `91`: response cryptogram of method 1 and response code for Visa's versions 10 and 17
    /// and for M/Chip, of method 2 and Card Status Update for Visa's 18 and 22.
    pub(super) fn issuer_authentication_data(
        self,
        key: &TdesKey,
        cryptogram: [u8; 8],
        code: ResponseCode,
    ) -> Vec<u8> {
        let approved = code == ResponseCode::APPROVED;
        let method_1 =
            |code: [u8; 2]| [authorisation_cryptogram_1(key, cryptogram, code).as_slice(), &code].concat();
        match self {
            Self::Mastercard(_) => method_1(if approved { ARPC_RESPONSE_CODE } else { [0; 2] }),
            Self::Visa(CryptogramVersion::Cvn10 | CryptogramVersion::Cvn17) => method_1(code.0),
            Self::Visa(CryptogramVersion::Cvn18 | CryptogramVersion::Cvn22) => {
                let csu = if approved { CARD_STATUS_UPDATE } else { [0; 4] };
                [authorisation_cryptogram_2(key, cryptogram, csu, &[]), csu].concat()
            }
        }
    }
}
