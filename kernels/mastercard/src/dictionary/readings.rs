//! How Mastercard's data objects are read by people (Book C-2, Annex A).
//!
//! Each function answers `None` for a value that its data object cannot have.

use alloc::format;

use tapkernel_core::data::describe::read::Reading;
use tapkernel_core::data::{Bit, Hex, Line, shown};

use crate::bits::ApplicationCapabilitiesInformation;

/// A time in units of 100 µs.
pub(super) fn relay_resistance_time(value: &[u8]) -> Reading {
    let units = u32::from(u16::from_be_bytes(*value.first_chunk()?));
    Some(Line::one(format!("{}.{} ms", units / 10, units % 10)))
}

/// A share of a hundred.
pub(super) fn percent(value: &[u8]) -> Reading {
    value.first().map(|percent| Line::one(format!("{percent} %")))
}

/// A time in seconds.
pub(super) fn seconds(value: &[u8]) -> Reading {
    Some(Line::one(format!("{} s", u16::from_be_bytes(*value.first_chunk()?))))
}

/// A time in milliseconds.
pub(super) fn milliseconds(value: &[u8]) -> Reading {
    Some(Line::one(format!("{} ms", u16::from_be_bytes(*value.first_chunk()?))))
}

/// A time in units of 100 ms.
pub(super) fn hold_time_value(value: &[u8]) -> Reading {
    value.first().map(|tenths| Line::one(format!("{} ms", u32::from(*tenths) * 100)))
}

/// A time of six digits, in units of 100 ms.
pub(super) fn message_hold_time(value: &[u8]) -> Reading {
    tenths(value.first_chunk()?).map(|tenths| Line::one(format!("{} ms", tenths * 100)))
}

/// Six digits as a number.
pub(super) fn tenths(digits: &[u8; 3]) -> Option<u32> {
    digits
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 0x0F])
        .try_fold(0, |sum, digit| (digit < 10).then(|| sum * 10 + u32::from(digit)))
}

/// Reference Control Parameter `DF8114`: what GENERATE AC asks for.
pub(super) fn reference_control_parameter(value: &[u8]) -> Reading {
    let &[parameter] = value else { return None };
    let kind = match parameter >> 6 {
        0b00 => "AAC",
        0b01 => "TC",
        0b10 => "ARQC",
        _ => return None,
    };
    let signed = if parameter & 0x10 == 0 { "without CDA" } else { "with CDA" };
    Some(Line::one(format!("{kind} {signed}")))
}

/// Mag-stripe CVM Capability `DF811E` and `DF812C`.
pub(super) fn mag_stripe_cvm_capability(value: &[u8]) -> Reading {
    let &[coded] = value else { return None };
    cvm(coded).map(Line::one)
}

/// The CVM as the Outcome Parameter Set codes it.
pub(super) const fn cvm(coded: u8) -> Option<&'static str> {
    match coded >> 4 {
        0x0 => Some("No CVM"),
        0x1 => Some("Obtain Signature"),
        0x2 => Some("Online PIN"),
        0x3 => Some("Confirmation Code Verified"),
        0xF => Some("N/A"),
        _ => None,
    }
}

/// Application Capabilities Information `9F5D`: two versions, bits, the scheme of stand-alone data storage.
pub(super) fn application_capabilities_information(value: &[u8]) -> Reading {
    let &[versions, capabilities, stand_alone] = value else { return None };
    let data_storage = match versions & 0x0F {
        0 => "Data storage not supported".into(),
        version => format!("Data storage version {version}"),
    };
    let mut lines = Line::one(format!("ACI version {}", versions >> 4));
    lines.push(Line::text(data_storage));
    lines.extend(Bit::all_set(&[0, capabilities]).map(|set| {
        let named = ApplicationCapabilitiesInformation::BITS.iter().find(|(named, _)| *named == set);
        Line::bit(set, named.map_or("reserved", |(_, name)| name))
    }));
    lines.push(Line::text(format!("SDS scheme {stand_alone:02X}")));
    Some(lines)
}

/// Third Party Data `9F6E`: country, Unique Identifier, Device Type if that has bit 16 at 0, proprietary data.
pub(super) fn third_party_data(value: &[u8]) -> Reading {
    let (country, rest) = value.split_first_chunk::<2>()?;
    let (identifier, rest) = rest.split_first_chunk::<2>()?;
    let mut lines = Line::one(format!("Country {}", Hex(country)));
    lines.push(Line::text(format!("Unique Identifier {}", Hex(identifier))));
    let mut proprietary = rest;
    if let [0x00..=0x7F, _] = identifier {
        let (device, rest) = rest.split_first_chunk::<2>()?;
        lines.push(Line::text(format!("Device Type {} = {}", Hex(device), shown(device))));
        proprietary = rest;
    }
    if !proprietary.is_empty() {
        lines.push(Line::text(format!("Proprietary Data {}", Hex(proprietary))));
    }
    Some(lines)
}
