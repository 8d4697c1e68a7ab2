//! How the objects of the signals OUT and MSG are read by people (Book C-2, A.1: `DF8115`, `DF8116`, `DF8129`, `DF8131`).
//!
//! Each function answers `None` for a value that its data object cannot have.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use tapkernel_core::data::describe::read::Reading;
use tapkernel_core::data::{Line, shown};
use tapkernel_core::outcome::{L1Error, L2Error, L3Error, MessageIdentifier, Outcome, Status};

use super::readings::{cvm, tenths};

const NOT_APPLICABLE: &str = "N/A";

/// Error Indication `DF8115`: L1, L2, L3, SW1 SW2, message on error.
pub(super) fn error_indication(value: &[u8]) -> Reading {
    let &[l1, l2, l3, sw1, sw2, message] = value else { return None };
    let known = [L1Error::TimeOut, L1Error::Transmission, L1Error::Protocol];
    let level_1 = known.into_iter().find(|error| error.code() == l1).map(L1Error::name);
    let mut lines = Vec::from([
        Line::text(format!("L1 {}", error(l1, level_1))),
        Line::text(format!("L2 {}", error(l2, L2Error::from_code(l2).map(L2Error::name)))),
        Line::text(format!("L3 {}", error(l3, L3Error::from_code(l3).map(L3Error::name)))),
    ]);
    if (sw1, sw2) != (0, 0) {
        lines.push(Line::text(format!("SW12 {sw1:02X}{sw2:02X}")));
    }
    lines.push(Line::text(format!("Message on error {}", message_text(message))));
    Some(lines)
}

fn error(code: u8, name: Option<&'static str>) -> &'static str {
    match (code, name) {
        (0x00, _) => "OK",
        (_, Some(name)) => name,
        _ => "of another edition",
    }
}

fn message_text(code: u8) -> String {
    match MessageIdentifier::from_code(code) {
        _ if code == 0xFF => NOT_APPLICABLE.into(),
        Some(MessageIdentifier::ClearDisplay) => "1E, clear display".into(),
        Some(message) => format!("{code:02X}, {}", message.text()),
        None => format!("{code:02X}"),
    }
}

fn status_text(code: u8) -> &'static str {
    Status::from_code(code).map_or(NOT_APPLICABLE, Status::name)
}

/// User Interface Request Data `DF8116`: message, status, hold time, language, and up to v2.10 value qualifier, value and
/// currency.
pub(super) fn user_interface_request_data(value: &[u8]) -> Reading {
    let (&[message, status, hold @ ..], rest) = value.split_first_chunk::<5>()?;
    let (language, rest) = rest.split_first_chunk::<8>()?;
    let mut lines = Vec::from([
        Line::text(format!("Message {}", message_text(message))),
        Line::text(format!("Status {}", status_text(status))),
        Line::text(format!("Hold time {} ms", tenths(&hold)? * 100)),
    ]);
    if language[0] != 0 {
        let end = language.iter().position(|&byte| byte == 0).unwrap_or(language.len());
        lines.push(Line::text(format!("Language {}", shown(language.get(..end)?))));
    }
    match rest {
        [] | [0x00, _, _, _, _, _, _, _, _] => {}
        [0x10, _, _, _, _, _, _, _, _] => lines.push(Line::text("Value is the amount")),
        [0x20, _, _, _, _, _, _, _, _] => lines.push(Line::text("Value is the balance")),
        _ => return None,
    }
    Some(lines)
}

/// Outcome Parameter Set `DF8129`.
pub(super) fn outcome_parameter_set(value: &[u8]) -> Reading {
    let &[status, start, online, method, presence, interface, field_off, removal] = value else {
        return None;
    };
    let mut lines = Vec::from([
        Line::text(format!("Outcome {}", outcome(status)?)),
        Line::text(format!("Start {}", start_text(start)?)),
        Line::text(format!(
            "Online response data {}",
            if online == 0xF0 { NOT_APPLICABLE } else { "present" }
        )),
        Line::text(format!("CVM {}", cvm(method)?)),
    ]);
    let parts =
        ["UI request on outcome", "UI request on restart", "Data Record", "Discretionary Data", "Receipt"];
    let present = parts.iter().zip([0x80, 0x40, 0x20, 0x10, 0x08]).filter(|(_, bit)| presence & bit != 0);
    lines.extend(present.map(|(part, _)| Line::text(format!("{part} present"))));
    lines.push(Line::text(format!("Alternate interface {}", interface_text(interface)?)));
    let off =
        if field_off == 0xFF { NOT_APPLICABLE.into() } else { format!("{} ms", u32::from(field_off) * 100) };
    lines.push(Line::text(format!("Field off {off}")));
    lines.push(Line::text(format!("Removal time-out {} ms", u32::from(removal) * 100)));
    Some(lines)
}

fn outcome(status: u8) -> Option<String> {
    let outcome = match status >> 4 {
        0x1 => Outcome::Approved,
        0x2 => Outcome::Declined,
        0x3 => Outcome::OnlineRequest,
        0x4 => Outcome::EndApplication,
        0x5 => Outcome::SelectNext,
        0x6 => Outcome::TryAnotherInterface,
        0x7 => Outcome::TryAgain,
        0xF => return Some(NOT_APPLICABLE.into()),
        _ => return None,
    };
    Some(format!("{outcome}"))
}

const fn start_text(start: u8) -> Option<&'static str> {
    match start >> 4 {
        0x0 => Some("A"),
        0x1 => Some("B"),
        0x2 => Some("C"),
        0x3 => Some("D"),
        0xF => Some(NOT_APPLICABLE),
        _ => None,
    }
}

const fn interface_text(interface: u8) -> Option<&'static str> {
    match interface >> 4 {
        0x1 => Some("contact chip"),
        0x2 => Some("magnetic stripe"),
        0xF => Some(NOT_APPLICABLE),
        _ => None,
    }
}

/// Phone Message Table `DF8131`: rows of mask (3), value (3), message, status.
pub(super) fn phone_message_table(value: &[u8]) -> Reading {
    let rows = value.chunks(8).map(|row| match *row {
        [a, b, c, d, e, f, message, status] => Some(Line::text(format!(
            "{a:02X}{b:02X}{c:02X} gives {d:02X}{e:02X}{f:02X}: {}, {}",
            message_text(message),
            status_text(status)
        ))),
        _ => None,
    });
    rows.collect()
}
