//! Card Authentication Related Data.

use crate::qualifiers::CardTransactionQualifiers as Ctq;

/// Card Authentication Related Data `9F69`: b, 5 to 16 bytes (Book C-3, Annex A).
///
/// Byte 1 is the fDDA Version Number, bytes 2 to 5 the card's Unpredictable Number, bytes 6 and 7 a copy of the CTQ. It
/// is authentic only once fDDA has been verified over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardAuthenticationRelatedData<'a>(&'a [u8]);

impl<'a> CardAuthenticationRelatedData<'a> {
    /// The data object with this value; the database has checked its length.
    pub const fn new(value: &'a [u8]) -> Self {
        Self(value)
    }

    /// The copy of the CTQ; `None` if the value ends before it.
    pub fn qualifiers(self) -> Option<Ctq> {
        self.0.get(5..7).and_then(|copy| copy.try_into().ok()).map(Ctq)
    }
}

/// What `9F69` says about the CTQ that came in `9F6C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QualifiersCopy {
    /// There is no `9F69`.
    Absent,
    /// `9F69` ends before the copy.
    TooShort,
    /// The copy equals `9F6C`.
    Equal,
    /// The copy differs from `9F6C`.
    Different,
}

impl QualifiersCopy {
    /// Compares; the CTQ in use is always `9F6C`, the copy never takes its place.
    pub fn of(qualifiers: Ctq, data: Option<CardAuthenticationRelatedData<'_>>) -> Self {
        match data.map(CardAuthenticationRelatedData::qualifiers) {
            None => Self::Absent,
            Some(None) => Self::TooShort,
            Some(Some(copy)) if copy == qualifiers => Self::Equal,
            Some(Some(_)) => Self::Different,
        }
    }
}
