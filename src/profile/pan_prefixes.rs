//! Reading the first digits of co-badged accounts.

use super::place::Place;

/// The first digits of account numbers, each filled up with `F` to ten bytes.
pub(super) fn read(place: &Place<'_>) -> Option<Vec<u8>> {
    Some(place.list()?.iter().filter_map(prefix).flatten().collect())
}

fn prefix(place: &Place<'_>) -> Option<[u8; 10]> {
    let text = place.text()?;
    if !matches!(text.len(), 4..=12) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return place.refuse("is not the first 4 to 12 digits of account numbers");
    }
    let mut nibbles = text.bytes().map(|byte| byte - b'0').chain(std::iter::repeat(0x0F));
    let mut nibble = || nibbles.next().unwrap_or(0x0F);
    Some(std::array::from_fn(|_| nibble() << 4 | nibble()))
}
