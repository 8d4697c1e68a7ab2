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
