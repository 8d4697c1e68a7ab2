//! What is wrong with a message, and where.

/// Why a message cannot be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("field {field}: {fault} at byte {offset}")]
pub struct Iso8583Error {
    /// What is wrong.
    pub fault: Iso8583Fault,
    /// The field; 0 for the message type, 1 for the bitmap and for what follows the last field.
    pub field: u8,
    /// Offset of the field (its length, if it has one) from the start of the message.
    pub offset: usize,
}

/// What can be wrong with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Iso8583Fault {
    /// The message ends inside.
    #[error("cut short")]
    CutShort,
    /// The table has no such field.
    #[error("not in the table")]
    Unknown,
    /// The length is no number, or none that the table allows.
    #[error("length not allowed")]
    Length,
    /// A character that the format does not allow.
    #[error("character not allowed")]
    Character,
    /// The nibble that fills an odd number of digits is not the one it is to be.
    #[error("wrong fill")]
    Fill,
    /// Bytes follow the last field.
    #[error("bytes left over")]
    LeftOver,
}
