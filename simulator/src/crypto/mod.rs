//! The symmetric cryptography between a card and its issuer (EMV 4.4 Book 2, Annex A1; the cryptogram
//! versions of Visa and Mastercard).

mod application_cryptogram;
mod authorisation_cryptogram;
mod covered;
mod cvc3;
mod key_derivation;
mod m_chip;
mod mac;
mod secure_messaging;
mod tdes;

pub use application_cryptogram::CryptogramVersion;
pub use authorisation_cryptogram::{authorisation_cryptogram_1, authorisation_cryptogram_2};
pub use covered::MissingDataObject;
pub(crate) use covered::value;
pub use cvc3::cvc3;
pub use key_derivation::{card_key, common_session_key, common_session_key_of, option_a, option_b};
pub use m_chip::MChipVersion;
pub use mac::{Padding, retail_mac};
pub use secure_messaging::{command_mac, integrity_session_key};
pub use tdes::TdesKey;
