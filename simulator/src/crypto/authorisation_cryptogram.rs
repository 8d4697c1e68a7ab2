//! The Authorisation Response Cryptogram, by which the issuer proves itself to the card (EMV 4.4 Book 2, 8.2).

use super::{Padding, TdesKey, retail_mac};

/// Method 1 (8.2.1): eight bytes over the Application Cryptogram and the Authorisation Response Code `8A`.
pub fn authorisation_cryptogram_1(key: &TdesKey, cryptogram: [u8; 8], response_code: [u8; 2]) -> [u8; 8] {
    let mut block = cryptogram;
    block.iter_mut().zip(response_code).for_each(|(byte, code)| *byte ^= code);
    key.encrypt(block)
}

/// Method 2 (8.2.2): four bytes over the Application Cryptogram, the Card Status Update and proprietary data.
pub fn authorisation_cryptogram_2(
    key: &TdesKey,
    cryptogram: [u8; 8],
    card_status_update: [u8; 4],
    proprietary_data: &[u8],
) -> [u8; 4] {
    let covered = [cryptogram.as_slice(), &card_status_update, proprietary_data].concat();
    let [a, b, c, d, ..] = retail_mac(key, Padding::OneBit, &covered);
    [a, b, c, d]
}
