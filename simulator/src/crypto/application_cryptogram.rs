//! The Application Cryptogram by Visa's cryptogram versions.

use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

use super::covered::{MissingDataObject, minimum_set, value, values};
use super::{Padding, TdesKey, common_session_key, retail_mac};

/// Cryptogram Version Number: which data, key and padding make the Application Cryptogram `9F26`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CryptogramVersion {
    /// 10: card key, Card Verification Results, zero padding.
    Cvn10,
    /// 17: card key, four items only.
    Cvn17,
    /// 18: common session key, the whole Issuer Application Data.
    Cvn18,
    /// 22 (coded `22`): the data and key of 18; Issuer Application Data of format 2.
    Cvn22,
}

/// What version 17 covers, beside byte 5 of the Issuer Application Data.
const FOUR_ITEMS: [(Tag, usize); 3] = [
    (tags::AMOUNT_AUTHORISED_NUMERIC, 6),
    (tags::UNPREDICTABLE_NUMBER, 4),
    (tags::APPLICATION_TRANSACTION_COUNTER, 2),
];

impl CryptogramVersion {
    /// The version that Issuer Application Data `9F10` name: byte 3 of format 1 (length byte `06` and above), byte 2
    /// of format 2 (length byte `1F`).
    pub fn of(issuer_application_data: &[u8]) -> Option<Self> {
        match *issuer_application_data {
            [0x1F, 0x22, ..] => Some(Self::Cvn22),
            [_, _, 0x0A, ..] => Some(Self::Cvn10),
            [_, _, 0x11, ..] => Some(Self::Cvn17),
            [_, _, 0x12, ..] => Some(Self::Cvn18),
            _ => None,
        }
    }

    /// The Application Cryptogram over the transaction's `data`, Issuer Application Data `9F10` among them.
    ///
    /// Amount, Other `9F03` and the TVR `95` count as zeros where `data` has none.
    ///
    /// # Errors
    ///
    /// [`MissingDataObject`] names the first object that is missing or has not its length.
    pub fn cryptogram(self, card_key: &TdesKey, data: &Database) -> Result<[u8; 8], MissingDataObject> {
        let covered = self.covered(data)?;
        Ok(match self {
            Self::Cvn10 | Self::Cvn17 => retail_mac(card_key, Padding::Zeros, &covered),
            Self::Cvn18 | Self::Cvn22 => {
                retail_mac(&self.session_key(card_key, data)?, Padding::OneBit, &covered)
            }
        })
    }

    /// The key of the transaction: the card's own for 10 and 17, the common session key for 18 and 22.
    ///
    /// # Errors
    ///
    /// [`MissingDataObject`] if the Application Transaction Counter is needed and not there.
    pub fn session_key(self, card_key: &TdesKey, data: &Database) -> Result<TdesKey, MissingDataObject> {
        match self {
            Self::Cvn10 | Self::Cvn17 => Ok(card_key.clone()),
            Self::Cvn18 | Self::Cvn22 => {
                Ok(common_session_key(card_key, value(data, tags::APPLICATION_TRANSACTION_COUNTER)?))
            }
        }
    }

    /// Everything that the cryptogram covers, before padding.
    fn covered(self, data: &Database) -> Result<Vec<u8>, MissingDataObject> {
        let iad = tags::ISSUER_APPLICATION_DATA;
        let issuer_data = data.get(iad).ok_or(MissingDataObject(iad))?;
        if self == Self::Cvn17 {
            let mut covered = values(data, &FOUR_ITEMS)?;
            covered.push(*issuer_data.get(4).ok_or(MissingDataObject(iad))?);
            return Ok(covered);
        }
        let mut covered = minimum_set(data)?;
        let part = if self == Self::Cvn10 { issuer_data.get(3..7) } else { Some(issuer_data) };
        covered.extend_from_slice(part.ok_or(MissingDataObject(iad))?);
        Ok(covered)
    }
}
