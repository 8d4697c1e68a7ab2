//! From the enciphered block to the issuer.

use tapkernel_core::Secret;
use tapkernel_core::data::{Database, Pan};
use tapkernel_terminal::acquirer::iso8583::Message;
use tapkernel_terminal::cryptography::KeyLength;
use tapkernel_terminal::pin::block::{format_0, format_4};
use tapkernel_terminal::pin::dukpt::{aes, tdes};
use tapkernel_terminal::pin::{ClearPin, KeySerialNumber};

use super::keys::{base_derivation_key_aes, base_derivation_key_tdes};
use crate::acquirer::EncipheredPin;

/// The PIN of the message, enciphered anew for the issuer.
///
/// # Errors
///
/// `Err` if there is a block that holds no PIN for this card.
pub(super) fn of(message: &Message, pan: &Pan, record: &Database) -> Result<Option<EncipheredPin>, ()> {
    let Some(block) = message.bytes(52) else { return Ok(None) };
    let ksn = message.bytes(62).and_then(KeySerialNumber::decode).ok_or(())?;
    let digits: String =
        clear(block, ksn, pan).ok_or(())?.digits().map(|digit| char::from(b'0' | digit)).collect();
    EncipheredPin::new(&Secret::new(digits), record).map(Some).map_err(|_| ())
}

fn clear(block: &[u8], ksn: KeySerialNumber, pan: &Pan) -> Option<ClearPin> {
    match ksn {
        KeySerialNumber::Tdes(ksn) => {
            let initial = tdes::InitialKey::derive(&base_derivation_key_tdes(), ksn);
            let clear = initial.transaction_key(ksn).pin().decipher(block.try_into().ok()?);
            format_0::decode(&Secret::new(clear), pan).ok()
        }
        KeySerialNumber::Aes(ksn) => {
            let base = base_derivation_key_aes()?;
            let initial = aes::InitialKey::derive(&base, KeyLength::Aes128, ksn.initial_key_id()).ok()?;
            let key = initial.transaction_key(ksn.counter()).pin();
            format_4::decipher(&key, &Secret::new(block.try_into().ok()?), pan).ok()
        }
        _ => None,
    }
}
