//! Formats of data elements.

/// The format of a data element (EMV 4.4 Book 3, 4.3): what its bytes mean, and so on which side it is padded
/// and cut when a DOL asks for another length (5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// n: two decimal digits a byte, right-justified, padded with leading zeros.
    N,
    /// cn: two decimal digits a byte, left-justified, padded with trailing `F`.
    Cn,
    /// a: letters.
    A,
    /// an: letters and digits.
    An,
    /// ans: the characters of ISO/IEC 8859.
    Ans,
    /// b: a binary number or bits.
    B,
    /// var.: data objects, or bytes whose meaning lies elsewhere; padded and cut as b.
    Var,
}
