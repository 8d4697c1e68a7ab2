//! What the acquirer answers.

use core::fmt;

use tapkernel_core::data::Database;
use tapkernel_core::tlv::Tag;

/// Authorisation Response Code `8A`, field 39 of ISO 8583: two characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseCode(pub [u8; 2]);

impl ResponseCode {
    /// 00: approved.
    pub const APPROVED: Self = Self(*b"00");
    /// 05: do not honour.
    pub const DO_NOT_HONOUR: Self = Self(*b"05");
    /// 13: the amount is not the one under the cryptogram.
    pub const INVALID_AMOUNT: Self = Self(*b"13");
    /// 14: no such card number.
    pub const UNKNOWN_CARD: Self = Self(*b"14");
    /// 30: the data record cannot be read.
    pub const FORMAT_ERROR: Self = Self(*b"30");
    /// 41: lost card.
    pub const LOST: Self = Self(*b"41");
    /// 43: stolen card.
    pub const STOLEN: Self = Self(*b"43");
    /// 54: expired card.
    pub const EXPIRED: Self = Self(*b"54");
    /// 55: wrong PIN.
    pub const WRONG_PIN: Self = Self(*b"55");
    /// 65: soft decline, the cardholder is to be verified.
    pub const SOFT_DECLINE: Self = Self(*b"65");
    /// 70: soft decline, the PIN is wanted.
    pub const PIN_WANTED: Self = Self(*b"70");
    /// 1A: soft decline, the cardholder is to be verified.
    pub const AUTHENTICATION_WANTED: Self = Self(*b"1A");
    /// 75: too many wrong PINs.
    pub const PIN_TRIES_EXCEEDED: Self = Self(*b"75");

    /// Whether the same cryptogram may come again with a PIN: 65, 70 and 1A.
    pub fn is_soft_decline(self) -> bool {
        [Self::SOFT_DECLINE, Self::PIN_WANTED, Self::AUTHENTICATION_WANTED].contains(&self)
    }

    /// The code with these two decimal digits.
    pub(super) const fn from_number(number: u8) -> Self {
        Self([b'0' + number / 10 % 10, b'0' + number % 10])
    }
}

impl fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|&byte| write!(f, "{}", char::from(byte)))
    }
}

/// The answer to an authorisation request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorisationResponse {
    /// Response code, `8A`.
    pub response_code: ResponseCode,
    /// Authorisation code, `89`: six digits, if approved.
    pub authorisation_code: Option<String>,
    /// Retrieval Reference Number, twelve digits: year (1), month (2), day (2), 0, STAN (6).
    pub rrn: String,
    /// For the card at a second tap: Authorisation Response Code `8A`, and Issuer Authentication Data `91` if approved
    /// or if the card can be updated.
    pub emv_data: Database,
    /// For the card at a second tap: Issuer Script Templates `71` and `72`, whole.
    pub scripts: Vec<Vec<u8>>,
    /// What lies behind the code. A real host keeps this to itself.
    pub reason: Reason,
}

impl AuthorisationResponse {
    /// Whether the response code is 00.
    pub fn is_approved(&self) -> bool {
        self.response_code == ResponseCode::APPROVED
    }
}

/// What lies behind a response code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// Every check passed, and nothing in the amount asks for another answer.
    Approved,
    /// The cents of the amount ask for this answer.
    Amount,
    /// This data object is missing or malformed.
    DataObject(Tag),
    /// No software card has this number.
    UnknownCard,
    /// The cryptogram was approved before, under another STAN.
    Replayed,
    /// Amount or currency of the request is not the one under the cryptogram.
    AmountDiffers,
    /// The cryptogram is not the card's.
    WrongCryptogram,
    /// The cryptogram is an AAC: the card declined.
    DeclinedByCard,
    /// The card has expired on the transaction date.
    Expired,
    /// The PIN is not the card's.
    WrongPin,
    /// Three wrong PINs came in a row; no PIN of this card is looked at any more.
    PinTriesExceeded,
}
