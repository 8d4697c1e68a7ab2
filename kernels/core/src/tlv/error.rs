//! Why bytes are not BER-TLV.

use super::Tag;

/// Why bytes are not BER-TLV, and where reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault} at byte {offset}")]
pub struct TlvError {
    /// What is wrong.
    pub fault: TlvFault,
    /// Offset of the first byte that could not be read, from the start of the input.
    pub offset: usize,
}

/// What can be wrong with a coded data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlvFault {
    /// The input ends inside a tag, a length or a value.
    #[error("data object is cut short")]
    CutShort,
    /// The length is indefinite or longer than two bytes (Book 3, B2).
    #[error("length form {0:02X} is not allowed")]
    LengthForm(u8),
    /// The tag is longer than three bytes.
    #[error("tag is longer than three bytes")]
    TagTooLong,
    /// Constructed objects are nested deeper than the limit.
    #[error("data objects are nested too deep")]
    TooDeep,
    /// There are more data objects than the limit.
    #[error("too many data objects")]
    TooMany,
    /// The input is longer than the limit.
    #[error("input is too long")]
    TooLong,
    /// A data object that may occur once occurs again.
    #[error("data object {0} occurs twice")]
    Repeated(Tag),
}
