//! BER-TLV spelled out.

use std::fmt;

use tapkernel::core::data::{Dictionaries, Dictionary, Line, describe};
use tapkernel::core::tlv::{Limits, Node, Walk};

use crate::{Error, ErrorCode};

/// A data object with what can be said about it.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodedObject {
    /// How deep it stands: 0 is the input itself. It belongs to the latest object before it that is less deep.
    pub depth: u32,
    /// Where it starts, in bytes from the start of the input.
    pub offset: u32,
    /// Its tag.
    pub tag: u32,
    /// Its name in the book; none if no dictionary has it.
    pub name: Option<String>,
    /// `n`, `cn`, `a`, `an`, `ans`, `b`, `var`; none if unknown.
    pub format: Option<String>,
    /// Its value.
    pub value: Vec<u8>,
    /// Whether the value is of the cardholder: account number, track data, name.
    pub sensitive: bool,
    /// What the value means: texts, amounts, entries of lists; bits that are 1 as `byte 1 bit 8: ...`.
    pub meaning: Vec<String>,
}

impl fmt::Debug for DecodedObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:X}({} bytes)", self.tag, self.value.len())
    }
}

/// Spells out the data objects in `bytes`, those in templates after the template. `kernel` is the one whose meaning tags have
/// that schemes use differently, 2 or 3; 0 for none.
///
/// # Errors
///
/// [`ErrorCode::Data`] with the place of what cannot be read.
pub fn decode(bytes: &[u8], kernel: u32) -> Result<Vec<DecodedObject>, Error> {
    let dictionaries = Dictionaries::new(dictionaries(kernel));
    Walk::new(bytes, Limits { depth: 12, ..Limits::DEFAULT })
        .map(|object| match object {
            Ok(object) => Ok(spelled_out(&dictionaries, &object)),
            Err(error) => Err(Error::new(ErrorCode::Data, error.to_string())),
        })
        .collect()
}

/// The same as a JSON array of `{depth, offset, tag, name, format, value, sensitive, meaning}`, tag and value in hexadecimal.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_json(bytes: &[u8], kernel: u32) -> Result<String, Error> {
    let hex = |value: &[u8]| tapkernel::core::data::Hex(value).to_string();
    let one = |object: &DecodedObject| {
        serde_json::json!({
            "depth": object.depth, "offset": object.offset, "tag": format!("{:02X}", object.tag),
            "name": object.name, "format": object.format, "value": hex(&object.value),
            "sensitive": object.sensitive, "meaning": object.meaning,
        })
    };
    Ok(serde_json::Value::from_iter(decode(bytes, kernel)?.iter().map(one)).to_string())
}

const fn dictionaries(kernel: u32) -> &'static [Dictionary] {
    match kernel {
        #[cfg(feature = "mastercard")]
        2 => &[tapkernel::mastercard::dictionary::DICTIONARY],
        #[cfg(feature = "visa")]
        3 => &[tapkernel::visa::dictionary::DICTIONARY],
        _ => &[],
    }
}

fn spelled_out(dictionaries: &Dictionaries<'_>, object: &Node<'_>) -> DecodedObject {
    let tlv = &object.tlv;
    let entry = dictionaries.lookup(tlv.tag);
    let lines = match entry {
        Some(entry) if !tlv.tag.is_constructed() => describe(dictionaries, entry, tlv.value),
        _ => Vec::new(),
    };
    let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    DecodedObject {
        depth: number(object.depth),
        offset: number(tlv.offset),
        tag: tlv.tag.coded(),
        name: entry.map(|entry| entry.name.to_owned()),
        format: entry.map(|entry| format!("{:?}", entry.format).to_lowercase()),
        value: tlv.value.to_vec(),
        sensitive: entry.is_some_and(|entry| entry.sensitive()),
        meaning: lines.into_iter().map(line).collect(),
    }
}

fn line(line: Line) -> String {
    match line.bit {
        Some(bit) => format!("byte {} bit {}: {}", bit.byte(), bit.number(), line.text),
        None => line.text.into_owned(),
    }
}
