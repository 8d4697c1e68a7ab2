//! Digits of account numbers.

/// Stays readable at the left: the issuer's identification.
const FIRST: usize = 6;
/// Stays readable at the right.
const LAST: usize = 4;
/// Shorter numbers show only their last digits: else too little would be hidden.
const SHOWS_FIRST: usize = 13;

/// Whether digit `at` of an account number with `count` digits is hidden.
pub(super) const fn is_hidden(at: usize, count: usize) -> bool {
    let first = if count < SHOWS_FIRST { 0 } else { FIRST };
    at >= first && at + LAST < count
}

/// The digits, 0 for those that are hidden.
pub(super) fn masked(digits: &[u8]) -> Vec<u8> {
    let hide = |(at, digit): (usize, &u8)| if is_hidden(at, digits.len()) { 0 } else { *digit };
    digits.iter().enumerate().map(hide).collect()
}

/// The nibbles of `bytes`, high before low.
pub(super) fn nibbles(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F]).collect()
}

/// Bytes of nibbles, an even number of them.
pub(super) fn packed(nibbles: &[u8]) -> Vec<u8> {
    nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)).collect()
}

/// Hides this account number wherever it stands in `bytes`, two digits a byte or as text.
pub(super) fn hide_pan(bytes: &mut [u8], pan: &[u8]) {
    let (mut coded, mut hidden) = (nibbles(bytes), masked(pan));
    if replace(&mut coded, pan, &hidden) {
        bytes.iter_mut().zip(packed(&coded)).for_each(|(byte, masked)| *byte = masked);
    }
    let text: Vec<_> = pan.iter().map(|digit| b'0' + digit).collect();
    hidden.iter_mut().for_each(|digit| *digit += b'0');
    replace(bytes, &text, &hidden);
}

/// Whether `wanted` was there.
fn replace(within: &mut [u8], wanted: &[u8], by: &[u8]) -> bool {
    let mut found = false;
    for at in 0..(within.len() + 1).saturating_sub(wanted.len()) {
        if let Some(place) = within.get_mut(at..at + wanted.len()).filter(|place| *place == wanted) {
            place.copy_from_slice(by);
            found = true;
        }
    }
    found
}
