//! Two decimal digits in a byte.

/// The byte that holds these two digits, 0 to 99.
pub(super) const fn to_bcd(two_digits: u8) -> u8 {
    (two_digits / 10) << 4 | (two_digits % 10)
}

/// The two digits in a byte; `None` if a nibble is above 9.
pub(super) const fn from_bcd(byte: u8) -> Option<u8> {
    let (tens, ones) = (byte >> 4, byte & 0x0F);
    if tens < 10 && ones < 10 { Some(tens * 10 + ones) } else { None }
}

/// The nibbles of `bytes`, high before low.
pub(super) fn nibbles(bytes: &[u8]) -> impl Iterator<Item = u8> + Clone {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0F])
}
