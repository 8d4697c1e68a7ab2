//! The Application Cryptogram by Visa's cryptogram versions.

use tapkernel_core::data::{Database, tags};
use tapkernel_core::tlv::Tag;

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

/// A data object that the cryptogram covers is missing or too short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is missing or too short")]
pub struct MissingDataObject(pub Tag);

/// What versions 10, 18 and 22 cover before the part of the Issuer Application Data, with lengths.
const COVERED: [(Tag, usize); 10] = [
    (tags::AMOUNT_AUTHORISED_NUMERIC, 6),
    (tags::AMOUNT_OTHER_NUMERIC, 6),
    (tags::TERMINAL_COUNTRY_CODE, 2),
    (tags::TERMINAL_VERIFICATION_RESULTS, 5),
    (tags::TRANSACTION_CURRENCY_CODE, 2),
    (tags::TRANSACTION_DATE, 3),
    (tags::TRANSACTION_TYPE, 1),
    (tags::UNPREDICTABLE_NUMBER, 4),
    (tags::APPLICATION_INTERCHANGE_PROFILE, 2),
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
        let counter = tags::APPLICATION_TRANSACTION_COUNTER;
        match self {
            Self::Cvn10 | Self::Cvn17 => Ok(card_key.clone()),
            Self::Cvn18 | Self::Cvn22 => {
                let atc = data.get(counter).and_then(|atc| atc.try_into().ok());
                Ok(common_session_key(card_key, atc.ok_or(MissingDataObject(counter))?))
            }
        }
    }

    /// Everything that the cryptogram covers, before padding.
    fn covered(self, data: &Database) -> Result<Vec<u8>, MissingDataObject> {
        let iad = tags::ISSUER_APPLICATION_DATA;
        let issuer_data = data.get(iad).ok_or(MissingDataObject(iad))?;
        let mut covered = Vec::new();
        if self == Self::Cvn17 {
            for (tag, length) in [
                (tags::AMOUNT_AUTHORISED_NUMERIC, 6),
                (tags::UNPREDICTABLE_NUMBER, 4),
                (tags::APPLICATION_TRANSACTION_COUNTER, 2),
            ] {
                append(&mut covered, data, tag, length)?;
            }
            covered.push(*issuer_data.get(4).ok_or(MissingDataObject(iad))?);
            return Ok(covered);
        }
        for (tag, length) in COVERED {
            append(&mut covered, data, tag, length)?;
        }
        let part = if self == Self::Cvn10 { issuer_data.get(3..7) } else { Some(issuer_data) };
        covered.extend_from_slice(part.ok_or(MissingDataObject(iad))?);
        Ok(covered)
    }
}

fn append(to: &mut Vec<u8>, data: &Database, tag: Tag, length: usize) -> Result<(), MissingDataObject> {
    match data.get(tag) {
        Some(value) if value.len() == length => to.extend_from_slice(value),
        None if matches!(tag, tags::AMOUNT_OTHER_NUMERIC | tags::TERMINAL_VERIFICATION_RESULTS) => {
            to.resize(to.len() + length, 0);
        }
        _ => return Err(MissingDataObject(tag)),
    }
    Ok(())
}
