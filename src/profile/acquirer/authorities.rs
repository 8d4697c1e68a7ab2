//! Certificates of authorities, as PEM (RFC 7468).

use crate::profile::place::Place;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// Reads certificates, one after the other. What is in them, TLS finds out; a private key does not get so far.
pub(super) fn read(place: &Place<'_>) -> Option<String> {
    let text = place.text()?;
    if text.contains("PRIVATE KEY") {
        return place.refuse("has a private key: keys never stand in a profile");
    }
    if certificates(text).is_none_or(|count| count == 0) {
        return place.refuse("is not PEM certificates, one after the other and nothing else");
    }
    Some(text.to_owned())
}

/// How many certificates there are; `None` if there is anything else.
fn certificates(text: &str) -> Option<usize> {
    let (mut count, mut lines) = (0, text.lines());
    while let Some(line) = lines.next() {
        (line == BEGIN && base64(lines.next()?)).then_some(())?;
        lines.by_ref().find(|line| !base64(line)).filter(|line| *line == END)?;
        count += 1;
    }
    Some(count)
}

fn base64(line: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    !line.is_empty() && line.bytes().all(allowed)
}
