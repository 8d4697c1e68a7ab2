//! Track 2 Equivalent Data.

use core::fmt;

use super::digits::nibbles;
use super::{Date, FormatError, FormatFault, Pan, tags};
use crate::Secret;

/// Track 2 Equivalent Data: `57`, b, up to 19 bytes (EMV 4.4 Book 3, Annex A; ISO/IEC 7813).
///
/// In nibbles: the PAN, the separator `D`, the expiry YYMM, the service code, discretionary digits, and one `F` where the
/// number of nibbles is odd. Wiped when dropped; `Debug` shows the tag and the length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Track2EquivalentData {
    coded: Secret<[u8; Self::MAX_LENGTH]>,
    length: usize,
    pan: Pan,
}

impl Track2EquivalentData {
    /// The most bytes it has.
    pub const MAX_LENGTH: usize = 19;

    /// Reads the value of `57`.
    ///
    /// # Errors
    ///
    /// [`FormatFault::Length`] above 19 bytes, or if expiry and service code are cut short; [`FormatFault::Range`]
    /// unless 8 to 19 digits stand before the separator; [`FormatFault::Digit`] for any other nibble that is no digit,
    /// an `F` before the last nibble among them.
    pub fn decode(value: &[u8]) -> Result<Self, FormatError> {
        let wrong = |fault| FormatError::new(tags::TRACK_2_EQUIVALENT_DATA, fault);
        let mut coded = [0xFF; Self::MAX_LENGTH];
        coded.get_mut(..value.len()).ok_or(wrong(FormatFault::Length))?.copy_from_slice(value);
        let pan =
            Pan::from_digits(nibbles(value).take_while(|&nibble| nibble != SEPARATOR)).map_err(wrong)?;
        let track = Self { coded: Secret::new(coded), length: value.len(), pan };
        if track.after_separator().any(|digit| digit > 9) {
            return Err(wrong(FormatFault::Digit));
        }
        if track.after_separator().count() < EXPIRY + SERVICE_CODE {
            return Err(wrong(FormatFault::Length));
        }
        Ok(track)
    }

    /// The PAN.
    pub const fn pan(&self) -> &Pan {
        &self.pan
    }

    /// The last day of the month of expiry, or `None` if the card gives no month.
    pub fn expiration_date(&self) -> Option<Date> {
        let mut digits = self.after_separator();
        let mut pair = || Some(digits.next()? << 4 | digits.next()?);
        let (yy, mm) = (pair()?, pair()?);
        Date::end_of_month([mm, yy])
    }

    /// The service code, 0 to 999.
    pub fn service_code(&self) -> u16 {
        let digits = self.after_separator().skip(EXPIRY).take(SERVICE_CODE);
        digits.fold(0, |code, digit| code * 10 + u16::from(digit))
    }

    /// The discretionary digits, each 0 to 9. Secret.
    pub fn discretionary_data(&self) -> impl Iterator<Item = u8> + Clone {
        self.after_separator().skip(EXPIRY + SERVICE_CODE)
    }

    /// The coded form, as the card gave it. Secret.
    pub fn as_bytes(&self) -> &[u8] {
        self.coded.expose().get(..self.length).unwrap_or_default()
    }

    /// All nibbles after the separator but the padding.
    fn after_separator(&self) -> impl Iterator<Item = u8> + Clone {
        let padding = usize::from(self.as_bytes().last().is_some_and(|byte| byte & 0x0F == 0x0F));
        nibbles(self.as_bytes()).take(2 * self.length - padding).skip(self.pan.digit_count() + 1)
    }
}

const SEPARATOR: u8 = 0xD;
const EXPIRY: usize = 4;
const SERVICE_CODE: usize = 3;

impl fmt::Debug for Track2EquivalentData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Track2EquivalentData({} bytes)", self.length)
    }
}
