//! Card data made fit to be read by others: recordings that are given away, logs.
//!
//! [`Redaction`] hides, at the same length, what identifies cardholder and account, and keeps everything else, so that a
//! masked tap still reads and runs like the tap that it was:
//!
//! * of the PAN the digits between the first six and the last four, wherever they stand: `5A`, the tracks, in a
//!   command that the card asked to contain them, as text;
//! * discretionary data of the tracks, the cardholder's name, IBAN, Payment Account Reference, DS ID;
//! * PIN data, also the data of VERIFY and PIN CHANGE/UNBLOCK;
//! * the certificates of the card and its issuer, from which anybody with the public CA key reads the PAN, and the
//!   signature over the static data, which confirms a guess of the hidden digits. So offline data authentication of a masked tap cannot be verified;
//! * what cannot be read as BER-TLV, as nobody knows what it is.

mod digits;
mod rules;

use std::fmt;

use tapkernel_core::Secret;
use tapkernel_core::apdu::{RApdu, StatusWord};
use tapkernel_core::tlv::{Limits, Walk};

use rules::Rule;

/// Hides what of a card must not be seen; learns the card's PAN and secrets as they come, to find them again elsewhere.
///
/// ```
/// use tapkernel::redaction::Redaction;
///
/// let answer = [0x5A, 0x08, 0x47, 0x61, 0x73, 0x90, 0x01, 0x01, 0x00, 0x10, 0x90, 0x00];
/// let masked = Redaction::new().answer(&answer);
/// assert_eq!(masked, [0x5A, 0x08, 0x47, 0x61, 0x73, 0x00, 0x00, 0x00, 0x00, 0x10, 0x90, 0x00]);
/// ```
#[derive(Clone, Default)]
pub struct Redaction {
    /// Digits of account numbers, each 0 to 9.
    pans: Vec<Secret<Vec<u8>>>,
    /// Other values that are hidden, and what stands for them.
    values: Vec<(Secret<Vec<u8>>, Vec<u8>)>,
}

/// Shorter values would be found by chance.
const LEARNT: usize = 5;
/// The account numbers, and the values, that are remembered of one card: far more than a card has.
const REMEMBERED: usize = 64;

impl Redaction {
    /// Knows nothing of the card yet.
    pub const fn new() -> Self {
        Self { pans: Vec::new(), values: Vec::new() }
    }

    /// The same R-APDU, masked.
    pub fn answer(&mut self, rapdu: &[u8]) -> Vec<u8> {
        let Ok(RApdu { data, status: StatusWord(status) }) = RApdu::parse(rapdu) else {
            return vec![0; rapdu.len()];
        };
        let mut masked = self.data_objects(data);
        self.known(&mut masked);
        masked.extend(status.to_be_bytes());
        masked
    }

    /// The same C-APDU, masked; its header stays.
    pub fn command(&self, capdu: &[u8]) -> Vec<u8> {
        let mut masked = capdu.to_vec();
        if let Some((header, data)) = masked.split_first_chunk_mut::<5>() {
            match header {
                // VERIFY, PIN CHANGE/UNBLOCK.
                [_, 0x20 | 0x24, ..] => data.fill(0),
                _ => self.known(data),
            }
        }
        masked
    }

    /// BER-TLV with what the rules hide hidden, and learnt.
    fn data_objects(&mut self, data: &[u8]) -> Vec<u8> {
        let mut masked = data.to_vec();
        for node in Walk::new(data, Limits::R_APDU) {
            match node {
                Ok(node) => {
                    let tlv = node.tlv;
                    let Some(rule) = Rule::of(tlv.tag, tlv.value) else { continue };
                    self.pans.extend(rule.pan(tlv.value).filter(|_| self.pans.len() < REMEMBERED));
                    let hidden = rule.mask(tlv.value);
                    if let Some(place) = masked.get_mut(tlv.value_offset..tlv.end()) {
                        place.copy_from_slice(&hidden);
                    }
                    if tlv.value.len() >= LEARNT && self.values.len() < REMEMBERED {
                        self.values.push((Secret::new(tlv.value.to_vec()), hidden));
                    }
                }
                Err(error) => hide_unreadable(&mut masked, error.offset),
            }
        }
        masked
    }

    /// Hides what was learnt, wherever it stands.
    fn known(&self, bytes: &mut [u8]) {
        for (value, hidden) in &self.values {
            let value = value.expose();
            let last = (bytes.len() + 1).saturating_sub(value.len());
            for at in 0..last {
                if let Some(found) = bytes.get_mut(at..at + value.len()).filter(|found| found == value) {
                    found.copy_from_slice(hidden);
                }
            }
        }
        self.pans.iter().for_each(|pan| digits::hide_pan(bytes, pan.expose()));
    }
}

/// Behind the byte that cannot be read, which stays: it is still seen why.
fn hide_unreadable(bytes: &mut [u8], at: usize) {
    bytes.iter_mut().skip(at.saturating_add(1)).for_each(|byte| *byte = 0);
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redaction")
    }
}

#[cfg(test)]
mod tests;
