//! Finding a row.

use super::{DICTIONARY, Entry};
use crate::tlv::Tag;

/// A table of rows, ascending by tag.
#[derive(Clone, Copy, Debug)]
pub struct Dictionary {
    entries: &'static [Entry],
}

impl Dictionary {
    /// The dictionary of these rows. The macro [`dictionary!`](crate::dictionary) checks while compiling that they
    /// ascend by tag; a table written by hand must see to it itself, or look-ups miss rows.
    pub const fn new(entries: &'static [Entry]) -> Self {
        Self { entries }
    }

    /// Whether the rows ascend by tag, none twice.
    pub const fn ascends(&self) -> bool {
        let mut rest = self.entries;
        while let [first, tail @ ..] = rest {
            if let [second, ..] = tail {
                if first.tag.coded() >= second.tag.coded() {
                    return false;
                }
            }
            rest = tail;
        }
        true
    }

    /// All rows, ascending by tag.
    pub const fn entries(&self) -> &'static [Entry] {
        self.entries
    }

    /// The row of `tag`.
    pub fn lookup(&self, tag: Tag) -> Option<&'static Entry> {
        let at = self.entries.binary_search_by_key(&tag, |entry| entry.tag).ok()?;
        self.entries.get(at)
    }
}

/// Dictionaries in the order in which they are asked: those of schemes first, the core one last.
///
/// ```
/// use tapkernel_core::data::{Dictionaries, tags};
///
/// let dictionaries = Dictionaries::CORE;
/// let entry = dictionaries.lookup(tags::AMOUNT_AUTHORISED_NUMERIC).unwrap();
/// assert_eq!(entry.name, "Amount, Authorised (Numeric)");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Dictionaries<'a> {
    schemes: &'a [Dictionary],
}

impl<'a> Dictionaries<'a> {
    /// The core dictionary alone.
    pub const CORE: Dictionaries<'static> = Dictionaries::new(&[]);

    /// The dictionaries of `schemes` in this order, then the core one.
    pub const fn new(schemes: &'a [Dictionary]) -> Self {
        Self { schemes }
    }

    /// The first row of `tag`.
    pub fn lookup(&self, tag: Tag) -> Option<&'static Entry> {
        self.schemes.iter().find_map(|scheme| scheme.lookup(tag)).or_else(|| DICTIONARY.lookup(tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Book, Format, Source, tags};

    const SCHEME: Dictionary = Dictionary::new(&[
        Entry::new(tags::CVM_LIST, "Of a scheme", Format::B, (1, 2), &[Source::Card], Book::Scheme),
        Entry::new(Tag::new(0x9F66), "Qualifiers", Format::B, (4, 4), &[Source::Card], Book::Scheme),
    ]);

    #[test]
    fn every_row_is_found_and_nothing_else() {
        let known: alloc::collections::BTreeMap<_, _> =
            DICTIONARY.entries().iter().map(|entry| (entry.tag, entry.name)).collect();
        assert_eq!(known.len(), DICTIONARY.entries().len(), "a tag has two rows");
        for coded in (0..=0xFFFF).chain([0xDF_8101, u32::MAX]) {
            let found = DICTIONARY.lookup(Tag::new(coded)).map(|entry| entry.name);
            assert_eq!(found, known.get(&Tag::new(coded)).copied(), "{coded:X}");
        }
    }

    #[test]
    fn rows_ascend_and_are_well_formed() {
        assert!(DICTIONARY.entries().windows(2).all(|two| two[0].tag < two[1].tag));
        for entry in DICTIONARY.entries() {
            assert!(entry.tag.is_well_formed(), "{}", entry.tag);
            assert!(entry.min_length <= entry.max_length, "{}", entry.tag);
            assert!(entry.tag.is_constructed() <= (entry.format == Format::Var), "{}", entry.tag);
        }
        let twice = [SCHEME.entries()[0], SCHEME.entries()[0]];
        assert!(!Dictionary::new(alloc::boxed::Box::leak(alloc::boxed::Box::new(twice))).ascends());
    }

    #[test]
    fn a_scheme_is_asked_first() {
        let schemes = [SCHEME];
        let chained = Dictionaries::new(&schemes);
        let name = |tag| chained.lookup(tag).map(|entry| entry.name);
        assert_eq!(name(tags::CVM_LIST), Some("Of a scheme"));
        assert_eq!(name(Tag::new(0x9F66)), Some("Qualifiers"));
        assert_eq!(name(tags::ADF_NAME), Some("Application Dedicated File (ADF) Name"));
        assert!(Dictionaries::CORE.lookup(Tag::new(0x9F66)).is_none());
    }
}
