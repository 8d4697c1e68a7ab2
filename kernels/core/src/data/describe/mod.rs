//! Values for people: what `tap decode` prints below a data object.
//!
//! The wording is ours; bits and codes are those of the books. Text that a card sends comes out without control
//! characters, and data objects that are [`sensitive`](Entry::sensitive) come out masked or not at all.

mod codes;
mod line;
pub mod read;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

pub use line::{Line, shown};

use super::digits::nibbles;
use super::{Bit, DataObjectList, Dictionaries, Entry, Format, Hex, Meaning, NamedBit, TagList};
use crate::tlv::Tag;

/// What `value` of the data object `entry` means, line by line; nothing if its bytes say it all.
///
/// A value that its data object cannot have gets a line that says so. `dictionaries` name the tags in lists.
pub fn describe(dictionaries: &Dictionaries<'_>, entry: &Entry, value: &[u8]) -> Vec<Line> {
    let read = meaning(dictionaries, entry, value);
    let wrong = match entry.check(value) {
        Err(error) => Some(Line::text(format!("not as the book has it: {}", error.fault))),
        Ok(()) if read.is_none() && !value.is_empty() => Some(Line::text("not a value that the book has")),
        Ok(()) => None,
    };
    read.into_iter().flatten().chain(wrong).collect()
}

/// `None` if the value cannot be read in the way of the data object.
fn meaning(dictionaries: &Dictionaries<'_>, entry: &Entry, value: &[u8]) -> Option<Vec<Line>> {
    match entry.meaning {
        Meaning::Bits(names) => Some(bits(names, value)),
        Meaning::Read(read) => read(value),
        Meaning::Dol => {
            let list = DataObjectList::parse(value).ok()?;
            Some(list.iter().map(|entry| listed(dictionaries, entry.tag, Some(entry.length))).collect())
        }
        Meaning::TagList => {
            let list = TagList::parse(value).ok()?;
            Some(list.iter().map(|tag| listed(dictionaries, tag, None)).collect())
        }
        Meaning::AsFormat if entry.sensitive() => Some(Vec::new()),
        Meaning::AsFormat => Some(as_format(entry.format, value).map(Line::text).into_iter().collect()),
    }
}

/// The bits that are set; those without a name are reserved.
pub fn bits(names: &[NamedBit], value: &[u8]) -> Vec<Line> {
    let name = |bit: Bit| names.iter().find(|(named, _)| *named == bit).map_or("reserved", |(_, name)| *name);
    Bit::all_set(value).map(|bit| Line::bit(bit, name(bit))).collect()
}

fn listed(dictionaries: &Dictionaries<'_>, tag: Tag, length: Option<u8>) -> Line {
    let name = match dictionaries.lookup(tag) {
        Some(entry) => entry.name,
        None if tag.is_of_payment_systems() => "of a payment system",
        None => "unknown",
    };
    Line::text(match length {
        Some(length) => format!("{tag} {name}, {length} bytes"),
        None => format!("{tag} {name}"),
    })
}

fn as_format(format: Format, value: &[u8]) -> Option<String> {
    match format {
        Format::N => Some(format!("{}", Hex(value))),
        Format::Cn => {
            Some(nibbles(value).take_while(|nibble| *nibble < 10).map(|digit| format!("{digit}")).collect())
        }
        Format::A | Format::An | Format::Ans => Some(shown(value)),
        Format::B | Format::Var => None,
    }
}
