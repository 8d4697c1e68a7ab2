//! One row of a dictionary.

use core::fmt;

use crate::data::describe::read::Reading;
use crate::data::{Format, NamedBit};
use crate::tlv::Tag;

/// What a dictionary says about one data object.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Entry {
    /// Its tag.
    pub tag: Tag,
    /// Its name in the book.
    pub name: &'static str,
    /// Its format.
    pub format: Format,
    /// The fewest bytes that its value may have.
    pub min_length: u16,
    /// The most bytes that its value may have; [`Entry::VARIABLE`] where the book sets no bound.
    pub max_length: u16,
    /// Who may supply it.
    pub sources: &'static [Source],
    /// The book that defines it.
    pub book: Book,
    /// How its value is read by people.
    pub meaning: Meaning,
    sensitive: bool,
}

impl Entry {
    /// The greatest length of a data object that the books call "var.".
    pub const VARIABLE: u16 = u16::MAX;

    /// A row without bits, open to every eye.
    pub const fn new(
        tag: Tag,
        name: &'static str,
        format: Format,
        (min_length, max_length): (u16, u16),
        sources: &'static [Source],
        book: Book,
    ) -> Self {
        let meaning = Meaning::AsFormat;
        Self { tag, name, format, min_length, max_length, sources, book, meaning, sensitive: false }
    }

    /// The row of a data object whose value must not be shown or logged in full: account numbers, track data,
    /// names, PIN data.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The row of a data object whose bits have names.
    #[must_use]
    pub const fn bits(mut self, bits: &'static [NamedBit]) -> Self {
        self.meaning = Meaning::Bits(bits);
        self
    }

    /// The row of a data object that `read` puts into words.
    #[must_use]
    pub const fn read(mut self, read: fn(&[u8]) -> Reading) -> Self {
        self.meaning = Meaning::Read(read);
        self
    }

    /// The row of a data object list.
    #[must_use]
    pub const fn dol(mut self) -> Self {
        self.meaning = Meaning::Dol;
        self
    }

    /// The row of a list of tags.
    #[must_use]
    pub const fn tag_list(mut self) -> Self {
        self.meaning = Meaning::TagList;
        self
    }

    /// Whether the value must be masked before people or logs see it.
    pub const fn sensitive(&self) -> bool {
        self.sensitive
    }

    /// Whether a value of `length` bytes is allowed.
    pub fn allows_length(&self, length: usize) -> bool {
        (usize::from(self.min_length)..=usize::from(self.max_length)).contains(&length)
    }
}

/// How a value is read by people.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Meaning {
    /// As its format says: digits, characters, or bytes.
    AsFormat,
    /// Bit by bit.
    Bits(&'static [NamedBit]),
    /// A list of tags and lengths.
    Dol,
    /// A list of tags.
    TagList,
    /// By a function of its own, one of [`read`](crate::data::describe::read) or of a scheme.
    Read(fn(&[u8]) -> Reading),
}

/// Who supplies a data object (Book 3, Annex A).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The card.
    Card,
    /// The terminal: its configuration or the transaction.
    Terminal,
    /// The issuer, in the online response.
    Issuer,
    /// The kernel, which computes it during the transaction.
    Kernel,
}

/// The book that defines a data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Book {
    /// EMV 4.4 Book 1, Application Independent ICC to Terminal Interface Requirements.
    Book1,
    /// EMV 4.4 Book 3, Application Specification.
    Book3,
    /// EMV Contactless Book A, Architecture and General Requirements.
    BookA,
    /// EMV Contactless Book B, Entry Point.
    BookB,
    /// EMV Contactless Book C-2, Kernel 2.
    BookC2,
    /// EMV Contactless Book C-3, Kernel 3.
    BookC3,
    /// Outside the EMV books: a scheme's card specification.
    Scheme,
}

impl fmt::Display for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Book1 => "EMV Book 1",
            Self::Book3 => "EMV Book 3",
            Self::BookA => "EMV Contactless Book A",
            Self::BookB => "EMV Contactless Book B",
            Self::BookC2 => "EMV Contactless Book C-2",
            Self::BookC3 => "EMV Contactless Book C-3",
            Self::Scheme => "scheme",
        })
    }
}
