//! Host and port.

use crate::profile::place::Place;
use crate::profile::values::shown;

/// Reads `host:port`; an IPv6 address stands in brackets. Gives the whole, and the host without brackets.
pub(super) fn read(place: &Place<'_>) -> Option<(String, String)> {
    let text = place.text()?;
    match text.rsplit_once(':').filter(|(_, port)| is_port(port)).and_then(|(host, _)| bare(host)) {
        Some(host) => Some((text.to_owned(), host.to_owned())),
        None => {
            place.refuse(format_args!("{} is no host and port, as in \"acquirer.example:5000\"", shown(text)))
        }
    }
}

fn is_port(text: &str) -> bool {
    let digits = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn bare(host: &str) -> Option<&str> {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok().then_some(address),
        None => is_name(host).then_some(host),
    }
}

/// A name or an IPv4 address.
pub(super) fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (1..=253).contains(&text.len()) && text.bytes().all(allowed)
}
