//! The Answer To Reset that a reader makes up for a contactless card (PC/SC part 3, 3.1.3.2.3).

use std::fmt;

/// Answer To Reset of a card, at most 33 bytes (ISO/IEC 7816-3, 8). It identifies kinds of cards, not cards.
#[derive(Clone, PartialEq, Eq)]
pub struct Atr(Vec<u8>);

/// What an Answer To Reset tells of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardKind {
    /// A contactless card with ISO/IEC 14443-4, as payment cards have it.
    Contactless,
    /// A contactless memory card or a tag: it knows no APDUs, the reader imitates some.
    Storage,
    /// A contact card, or a card whose reader does not follow part 3.
    Other,
}

/// TS, then TD1 and TD2 that say T=0 and T=1: how part 3 begins after the format byte.
const DIRECT_CONVENTION: u8 = 0x3B;
/// Category indicator and initial access data of a memory card, with the identifier of the PC/SC workgroup.
const STORAGE: &[u8] = &[0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06];

impl Atr {
    /// These bytes, the first 33 of them.
    pub fn new(bytes: &[u8]) -> Self {
        Self(bytes.iter().take(33).copied().collect())
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// `3B 8n 80 01`, n historical bytes and their check byte are a contactless card's.
    pub fn kind(&self) -> CardKind {
        match self.historical_bytes() {
            Some(bytes) if bytes.starts_with(STORAGE) => CardKind::Storage,
            Some(_) => CardKind::Contactless,
            None => CardKind::Other,
        }
    }

    /// The historical bytes of an Answer To Reset after part 3; `None` for any other.
    pub fn historical_bytes(&self) -> Option<&[u8]> {
        let [DIRECT_CONVENTION, format, 0x80, 0x01, rest @ ..] = self.0.as_slice() else { return None };
        let (check, historical) = rest.split_last()?;
        let summed = historical.iter().fold(format ^ 0x80 ^ 0x01, |sum, byte| sum ^ byte);
        let whole = format >> 4 == 8 && usize::from(format & 0x0F) == historical.len() && summed == *check;
        whole.then_some(historical)
    }
}

impl fmt::Display for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl fmt::Debug for Atr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Atr({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(atr: &str) -> CardKind {
        Atr::new(&hex::decode(atr).unwrap()).kind()
    }

    #[test]
    fn contactless_cards_have_t1_and_a_check_byte() {
        assert_eq!(kind("3B80800101"), CardKind::Contactless);
        assert_eq!(kind("3B8180018080"), CardKind::Contactless);
        assert_eq!(kind("3B8A80010031C173C8400000900090"), CardKind::Contactless);
    }

    /// The example of PC/SC part 3 for a memory card with 1 KB.
    #[test]
    fn memory_cards_name_the_workgroup() {
        assert_eq!(kind("3B8F8001804F0CA000000306030001000000006A"), CardKind::Storage);
    }

    #[test]
    fn contact_cards_and_damaged_bytes_are_neither() {
        let contact = ["3B6500002063CB6800", "3B6E00000031C071C66501B0010337839000"];
        let damaged = ["", "3B", "3B808001", "3B80800102", "3B81800101", "3B90800111", "3F80800101"];
        for atr in contact.into_iter().chain(damaged) {
            assert_eq!(kind(atr), CardKind::Other, "{atr}");
        }
    }

    #[test]
    fn a_service_that_says_too_much_is_cut() {
        assert_eq!(Atr::new(&[0x3B; 300]).as_bytes().len(), 33);
    }
}
