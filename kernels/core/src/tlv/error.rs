//! Why bytes are not BER-TLV.

use super::Tag;

/// Why bytes are not BER-TLV, and where reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault} at byte {offset}")]
pub struct TlvError {
    /// What is wrong.
    pub fault: TlvFault,
    /// Where, from the start of the whole input: the byte missing from a tag or a length, the first byte of a
    /// value that is cut short, the length byte whose form is not allowed, the fourth byte of a tag; for the limits
    /// the first byte beyond them.
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
    /// A data object that must occur in a template does not; the offset is where the template's value starts.
    #[error("data object {0} is missing")]
    Missing(Tag),
}
