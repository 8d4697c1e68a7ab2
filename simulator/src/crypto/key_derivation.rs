//! Card keys from the issuer's, session keys from the card's (EMV 4.4 Book 2, A1.3 and A1.4).

use sha1::{Digest, Sha1};

use super::TdesKey;

/// The card's master key: option A for a PAN of up to 16 digits, option B for a longer one (A1.4).
///
/// `pan` are decimal digits, `sequence_number` is the PAN Sequence Number `5F34`, 00 if the card has none.
pub fn card_key(issuer_key: &TdesKey, pan: &str, sequence_number: u8) -> TdesKey {
    if pan.len() <= 16 {
        option_a(issuer_key, pan, sequence_number)
    } else {
        option_b(issuer_key, pan, sequence_number)
    }
}

/// Master key derivation, option A (A1.4.1): from the rightmost 16 digits of PAN and sequence number.
pub fn option_a(issuer_key: &TdesKey, pan: &str, sequence_number: u8) -> TdesKey {
    diversified(issuer_key, rightmost_16_digits(&with_sequence_number(pan, sequence_number)))
}

/// Master key derivation, option B (A1.4.2): from 16 digits out of the SHA-1 hash of PAN and sequence number.
pub fn option_b(issuer_key: &TdesKey, pan: &str, sequence_number: u8) -> TdesKey {
    let mut digits = with_sequence_number(pan, sequence_number);
    if digits.len() % 2 == 1 {
        digits.insert(0, 0);
    }
    diversified(issuer_key, decimalised(&Sha1::digest(packed(&digits))))
}

/// The EMV common session key (A1.3.1), diversified by the Application Transaction Counter.
pub fn common_session_key(card_key: &TdesKey, counter: [u8; 2]) -> TdesKey {
    let [high, low] = counter;
    common_session_key_of(card_key, [high, low, 0, 0, 0, 0, 0, 0])
}

/// The EMV common session key (A1.3.1) with eight bytes of diversification, the Application Cryptogram for script keys.
pub fn common_session_key_of(card_key: &TdesKey, diversification: [u8; 8]) -> TdesKey {
    let [a, b, _, d @ ..] = diversification;
    let half = |letter| {
        let [d, e, f, g, h] = d;
        card_key.encrypt([a, b, letter, d, e, f, g, h])
    };
    join(half(0xF0), half(0x0F))
}

fn diversified(issuer_key: &TdesKey, seed: [u8; 8]) -> TdesKey {
    join(issuer_key.encrypt(seed), issuer_key.encrypt(seed.map(|byte| !byte))).with_odd_parity()
}

fn join(left: [u8; 8], right: [u8; 8]) -> TdesKey {
    let mut key = [0; 16];
    key.iter_mut().zip(left.into_iter().chain(right)).for_each(|(to, from)| *to = from);
    TdesKey::new(key)
}

/// Digits of the PAN, then two of the sequence number, one per element.
fn with_sequence_number(pan: &str, sequence_number: u8) -> Vec<u8> {
    let pan = pan.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0');
    pan.chain([sequence_number >> 4, sequence_number & 0x0F]).collect()
}

fn rightmost_16_digits(digits: &[u8]) -> [u8; 8] {
    let mut sixteen = [0; 16];
    sixteen.iter_mut().rev().zip(digits.iter().rev()).for_each(|(to, &from)| *to = from);
    packed_8(&sixteen)
}

/// The first 16 decimal digits of the hash; should they not suffice, letters A to F follow as 0 to 5.
fn decimalised(hash: &[u8]) -> [u8; 8] {
    let nibbles = || hash.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]);
    let digits = nibbles().filter(|&nibble| nibble < 10);
    let letters = nibbles().filter_map(|nibble| nibble.checked_sub(10));
    let sixteen: Vec<u8> = digits.chain(letters).take(16).collect();
    packed_8(&sixteen)
}

fn packed(digits: &[u8]) -> Vec<u8> {
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

fn packed_8(digits: &[u8]) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(packed(digits)).for_each(|(to, from)| *to = from);
    bytes
}
