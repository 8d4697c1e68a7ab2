//! One data object, spelled out.

use serde::Serialize;
use tapkernel::core::data::{Dictionaries, Hex, Line, describe};
use tapkernel::core::tlv::Tag;

use super::family;

/// A data object with everything that can be said about it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Node {
    /// Its tag.
    pub(crate) tag: String,
    /// Its name in the book; `null` if no dictionary in use has it.
    pub(crate) name: Option<&'static str>,
    /// Where an unknown tag belongs: `payment-system`, `private` or `unknown`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) family: Option<&'static str>,
    /// `n`, `cn`, `a`, `an`, `ans`, `b`, `var`; `null` if unknown.
    pub(crate) format: Option<String>,
    /// Bytes of the value.
    pub(crate) length: usize,
    /// Where the object starts, in bytes from the start of the input.
    pub(crate) offset: usize,
    /// The value in hexadecimal, in full.
    pub(crate) value: String,
    /// Whether the value is of the cardholder: account number, track data, name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) sensitive: bool,
    /// What the value means: text, amounts, entries of lists.
    pub(crate) meaning: Vec<String>,
    /// The bits that are 1.
    pub(crate) bits: Vec<BitText>,
    /// The data objects in it, or those that its bytes are made of.
    pub(crate) children: Vec<Node>,
}

/// A bit that is 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct BitText {
    /// Its byte, from 1.
    pub(crate) byte: usize,
    /// Its number, from 8 down to 1.
    pub(crate) bit: u32,
    /// What it means.
    pub(crate) meaning: String,
}

impl Node {
    /// The data object `tag` with its value, without what is in it.
    pub(crate) fn new(dictionaries: &Dictionaries<'_>, tag: Tag, value: &[u8], offset: usize) -> Self {
        let entry = dictionaries.lookup(tag);
        let lines = match entry {
            Some(entry) if !tag.is_constructed() => describe(dictionaries, entry, value),
            _ => Vec::new(),
        };
        let (bits, meaning): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.bit.is_some());
        Self {
            tag: tag.to_string(),
            name: entry.map(|entry| entry.name),
            family: if entry.is_none() { Some(family::of(tag)) } else { None },
            format: entry.map(|entry| format!("{:?}", entry.format).to_lowercase()),
            length: value.len(),
            offset,
            value: Hex(value).to_string(),
            sensitive: entry.is_some_and(|entry| entry.sensitive()),
            meaning: meaning.into_iter().map(|line| line.text.into_owned()).collect(),
            bits: bits.into_iter().filter_map(BitText::of).collect(),
            children: Vec::new(),
        }
    }
}

impl BitText {
    fn of(line: Line) -> Option<Self> {
        let bit = line.bit?;
        Some(Self { byte: bit.byte(), bit: bit.number(), meaning: line.text.into_owned() })
    }
}
