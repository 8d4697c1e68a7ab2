//! A value that its data element does not allow.

use crate::tlv::Tag;

/// A value does not have the format or length of its data element. Never holds the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{tag}: {fault}")]
pub struct FormatError {
    /// The data element.
    pub tag: Tag,
    /// What is wrong with the value.
    pub fault: FormatFault,
}

impl FormatError {
    /// The error for a value of `tag`.
    pub const fn new(tag: Tag, fault: FormatFault) -> Self {
        Self { tag, fault }
    }
}

/// What can be wrong with a value (EMV 4.4 Book 3, 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatFault {
    /// The value is shorter or longer than the data element allows.
    #[error("wrong length")]
    Length,
    /// A nibble of a numeric value is not a decimal digit.
    #[error("not a decimal digit")]
    Digit,
    /// Digits follow the padding `F` of a compressed numeric value.
    #[error("digits after the padding")]
    Padding,
    /// A character outside the set of the format.
    #[error("character not allowed")]
    Character,
    /// Well formed, but no such value: month 13, an odd list length.
    #[error("value out of range")]
    Range,
}
