//! Errors of the contactless interface.

/// Why no answer came (Book D; Book A, 4.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum L1Error {
    /// The card did not answer in time, or left the field.
    TimeOut,
    /// What came was damaged.
    Transmission,
    /// What came broke the protocol.
    Protocol,
}

impl L1Error {
    /// The coded form in the Error Indication.
    pub const fn code(self) -> u8 {
        match self {
            Self::TimeOut => 0x01,
            Self::Transmission => 0x02,
            Self::Protocol => 0x03,
        }
    }

    /// The name in the book.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TimeOut => "TIME OUT ERROR",
            Self::Transmission => "TRANSMISSION ERROR",
            Self::Protocol => "PROTOCOL ERROR",
        }
    }
}
