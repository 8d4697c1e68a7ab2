//! The PIN on its way to the issuer.

use core::fmt;

use tapkernel_core::Secret;
use tapkernel_core::data::{Database, tags};

use crate::crypto::TdesKey;
use crate::hex;
use crate::pki::symmetric_key;

/// A PIN block of ISO 9564 format 0, enciphered under the committed test key `acquirer-pin`.
///
/// The software acquirer's stand-in for what a PIN pad makes.
#[derive(Clone, PartialEq, Eq)]
pub struct EncipheredPin(Secret<[u8; 8]>);

/// Why there is no PIN block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// The PIN has not 4 to 12 decimal digits.
    #[error("a PIN has 4 to 12 decimal digits")]
    Pin,
    /// The data record has no card number to tie the block to.
    #[error("the data record has no track 2 equivalent data")]
    NoCardNumber,
}

impl EncipheredPin {
    /// Enciphers `pin` for the card in `data_record` (its PAN is that of `57`).
    ///
    /// # Errors
    ///
    /// [`PinError`].
    pub fn new(pin: &Secret<String>, data_record: &Database) -> Result<Self, PinError> {
        let pan = pan_of(data_record).ok_or(PinError::NoCardNumber)?;
        let key = symmetric_key("acquirer-pin").ok_or(PinError::NoCardNumber)?;
        Self::under(&key, pin.expose(), &pan)
    }

    fn under(key: &TdesKey, pin: &str, pan: &str) -> Result<Self, PinError> {
        let block = format_0(pin, pan).ok_or(PinError::Pin)?;
        Ok(Self(Secret::new(key.encrypt(block))))
    }

    /// Whether it holds `pin` for `pan`.
    pub(super) fn holds(&self, pin: &str, pan: &str) -> bool {
        symmetric_key("acquirer-pin").is_some_and(|key| Self::under(&key, pin, pan).as_ref() == Ok(self))
    }
}

impl fmt::Debug for EncipheredPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EncipheredPin(..)")
    }
}

/// PIN block of format 0: control nibble, length and PIN filled with F; then the twelve rightmost digits of the PAN
/// without its check digit exclusive-ored over it.
fn format_0(pin: &str, pan: &str) -> Option<[u8; 8]> {
    if !(4..=12).contains(&pin.len()) || !pin.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let (account, _check_digit) = pan.split_at_checked(pan.len().checked_sub(1)?)?;
    let account = account.get(account.len().saturating_sub(12)..)?;
    let pin_field = hex::decode(&format!("{:F<16}", format!("0{:X}{pin}", pin.len())))?;
    let pan_field = hex::decode(&format!("{account:0>16}"))?;
    let mut block = [0; 8];
    block.iter_mut().zip(pin_field.iter().zip(pan_field)).for_each(|(to, (a, b))| *to = a ^ b);
    Some(block)
}

/// The digits before the separator of Track 2 Equivalent Data `57`.
pub(crate) fn pan_of(data_record: &Database) -> Option<String> {
    let track_2 = hex::encode(data_record.get(tags::TRACK_2_EQUIVALENT_DATA)?);
    let (pan, _) = track_2.split_once('D')?;
    Some(pan.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_0_of_the_published_example() {
        // From the tests of openemv/pinblock.
        assert_eq!(hex::encode(&format_0("1234", "4012345678909").unwrap()), "041274EDCBA9876F");
    }

    #[test]
    fn what_is_no_pin() {
        for pin in ["123", "1234567890123", "12a4", "", "12 34"] {
            assert_eq!(format_0(pin, "4761739001010036"), None);
        }
        assert_eq!(format_0("1234", ""), None);
    }
}
