//! One line of a description.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use alloc::{format, vec};
use core::fmt;

use crate::data::Bit;

/// One thing to know about a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The bit that says it, if it is one.
    pub bit: Option<Bit>,
    /// What it says.
    pub text: Cow<'static, str>,
}

impl Line {
    /// A line about the whole value.
    pub fn text(text: impl Into<Cow<'static, str>>) -> Self {
        Self { bit: None, text: text.into() }
    }

    /// A line about a bit that is set.
    pub fn bit(bit: Bit, text: impl Into<Cow<'static, str>>) -> Self {
        Self { bit: Some(bit), text: text.into() }
    }

    /// A description of one line.
    pub fn one(text: impl Into<Cow<'static, str>>) -> Vec<Self> {
        vec![Self::text(text)]
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bit {
            Some(bit) => write!(f, "{bit}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// Characters from a card as text: the printable ones of ISO/IEC 8859-1, `.` for every other byte.
pub fn shown(characters: &[u8]) -> String {
    let printable = |byte: u8| matches!(byte, 0x20..=0x7E | 0xA1..=0xAC | 0xAE..=0xFF);
    characters.iter().map(|&byte| if printable(byte) { char::from(byte) } else { '.' }).collect()
}

/// `count` things, in the plural where it belongs.
pub(super) fn counted(count: impl fmt::Display + PartialEq<u8>, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}
