//! Base 64 (RFC 4648, section 4).

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn encode(bytes: &[u8]) -> String {
    bytes.chunks(3).flat_map(group).collect()
}

/// Four characters of up to three bytes.
fn group(bytes: &[u8]) -> [char; 4] {
    let byte = |at: usize| u32::from(bytes.get(at).copied().unwrap_or_default());
    let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
    let six = |shift: u32| {
        let index = usize::try_from(bits >> shift & 0x3F).unwrap_or_default();
        char::from(ALPHABET.get(index).copied().unwrap_or_default())
    };
    let or_padding = |present: bool, character: char| if present { character } else { '=' };
    [six(18), six(12), or_padding(bytes.len() > 1, six(6)), or_padding(bytes.len() > 2, six(0))]
}

#[cfg(test)]
mod tests {
    /// RFC 4648, section 10.
    #[test]
    fn the_vectors_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(super::encode(bytes.as_bytes()), text);
        }
        assert_eq!(super::encode(&[0xFB, 0xEF, 0xFF]), "++//");
    }
}
