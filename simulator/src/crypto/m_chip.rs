//! The Application Cryptogram by Mastercard's cryptogram versions (M/Chip).

use tapkernel_core::data::{Database, tags};

use super::covered::{MissingDataObject, minimum_set, value};
use super::{Padding, TdesKey, common_session_key, common_session_key_of, retail_mac};

/// Cryptogram Version Number of M/Chip: which key and data make the Application Cryptogram `9F26`.
///
/// Issuer Application Data `9F10` are: key derivation index (1), version (1), Card Verification Results (6), DAC or ICC
/// Dynamic Number (2), counters (8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MChipVersion {
    /// 16 (coded `10`): Mastercard's session key, of counter and unpredictable number.
    Cvn16,
    /// 17 (coded `11`): the same, the card's counters covered too.
    Cvn17,
    /// 20 (coded `14`): EMV common session key.
    Cvn20,
    /// 21 (coded `15`): the same, the card's counters covered too.
    Cvn21,
}

impl MChipVersion {
    /// The version that Issuer Application Data `9F10` name in byte 2.
    pub fn of(issuer_application_data: &[u8]) -> Option<Self> {
        match *issuer_application_data {
            [_, 0x10, ..] => Some(Self::Cvn16),
            [_, 0x11, ..] => Some(Self::Cvn17),
            [_, 0x14, ..] => Some(Self::Cvn20),
            [_, 0x15, ..] => Some(Self::Cvn21),
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
        let key = self.session_key(card_key, data)?;
        Ok(retail_mac(&key, Padding::OneBit, &self.covered(data)?))
    }

    /// The key of the transaction's cryptogram.
    ///
    /// # Errors
    ///
    /// [`MissingDataObject`] if counter or unpredictable number are needed and not there.
    pub fn session_key(self, card_key: &TdesKey, data: &Database) -> Result<TdesKey, MissingDataObject> {
        let counter: [u8; 2] = value(data, tags::APPLICATION_TRANSACTION_COUNTER)?;
        match self {
            Self::Cvn16 | Self::Cvn17 => {
                let number = value(data, tags::UNPREDICTABLE_NUMBER)?;
                Ok(mastercard_session_key(card_key, counter, number))
            }
            Self::Cvn20 | Self::Cvn21 => Ok(common_session_key(card_key, counter)),
        }
    }

    /// The key of the issuer's answer (response cryptogram of method 1): the card's own for 16 and 17, that of the
    /// cryptogram for 20 and 21.
    ///
    /// # Errors
    ///
    /// As [`session_key`](Self::session_key).
    pub fn response_key(self, card_key: &TdesKey, data: &Database) -> Result<TdesKey, MissingDataObject> {
        match self {
            Self::Cvn16 | Self::Cvn17 => Ok(card_key.clone()),
            Self::Cvn20 | Self::Cvn21 => self.session_key(card_key, data),
        }
    }

    /// The minimum set, the Card Verification Results, for 17 and 21 the counters.
    fn covered(self, data: &Database) -> Result<Vec<u8>, MissingDataObject> {
        let issuer_data: [u8; 18] = value(data, tags::ISSUER_APPLICATION_DATA)?;
        let [_, _, results @ .., _, _, _, _, _, _, _, _, _, _] = &issuer_data;
        let [.., a, b, c, d, e, f, g, h] = issuer_data;
        let mut covered = minimum_set(data)?;
        covered.extend_from_slice(results);
        if matches!(self, Self::Cvn17 | Self::Cvn21) {
            covered.extend([a, b, c, d, e, f, g, h]);
        }
        Ok(covered)
    }
}

/// Mastercard's own session key: the common one, diversified by the Unpredictable Number too.
fn mastercard_session_key(card_key: &TdesKey, counter: [u8; 2], number: [u8; 4]) -> TdesKey {
    let ([a, b], [c, d, e, f]) = (counter, number);
    common_session_key_of(card_key, [a, b, 0, 0, c, d, e, f])
}
