//! Who may write which data object (Book C-2, 4.3 and Annex A).
//!
//! The card writes with the signal RA, the terminal with ACT and DET. The rows say it by their source; for rows of the
//! EMV books, which know terminals but no signals, the list here says which of them DET may carry.

use tapkernel_core::data::{Dictionaries, Dictionary, Entry, Source, tags};
use tapkernel_core::tlv::{Class, Tag};

use crate::annex_a::is_of_book_c2;
use crate::dictionary::{self, tags as mc};

/// Mastercard's rows, then those of the EMV books.
pub(crate) const DICTIONARIES: Dictionaries<'static> = Dictionaries::new(SCHEME);
const SCHEME: &[Dictionary] = &[dictionary::DICTIONARY];

/// Rows of the EMV books that the terminal may give during the transaction.
const BOOK_ROWS_OF_DET: [Tag; 8] = [
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::AMOUNT_OTHER_NUMERIC,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::TRANSACTION_CURRENCY_EXPONENT,
    tags::ACCOUNT_TYPE,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TIME,
    tags::TRANSACTION_TYPE,
];

/// Rows of the EMV books that the book lets be empty, although their own book does not.
const MAY_BE_EMPTY: [Tag; 2] = [tags::APPLICATION_LABEL, tags::APPLICATION_PREFERRED_NAME];

/// What the kernel knows of `tag`; IsKnown of the book, which knows its own objects and some of the EMV books.
pub(crate) fn row(tag: Tag) -> Option<&'static Entry> {
    let own = dictionary::DICTIONARY.lookup(tag);
    own.or_else(|| is_of_book_c2(tag).then(|| DICTIONARIES.lookup(tag)).flatten())
}

/// Whether the update conditions of the row include RA.
pub(crate) fn by_card(row: &Entry) -> bool {
    row.sources.contains(&Source::Card)
}

/// Whether the update conditions of `tag` include DET.
pub(crate) fn by_terminal(tag: Tag) -> bool {
    let own = dictionary::DICTIONARY.lookup(tag);
    own.is_some_and(|row| row.sources.contains(&Source::Terminal) && tag != mc::KERNEL_2_OPTIONS)
        || BOOK_ROWS_OF_DET.contains(&tag)
}

/// Whether the length of `value` is in the range of its row. An AFL has entries of four bytes, an exponent
/// one byte or three.
pub(crate) fn length_allowed(row: &Entry, value: &[u8]) -> bool {
    match row.tag {
        tags::APPLICATION_FILE_LOCATOR => (4..=248).contains(&value.len()) && value.len() % 4 == 0,
        tags::ISSUER_PUBLIC_KEY_EXPONENT | tags::ICC_PUBLIC_KEY_EXPONENT => matches!(value.len(), 1 | 3),
        tag if value.is_empty() && MAY_BE_EMPTY.contains(&tag) => true,
        _ => row.allows_length(value.len()),
    }
}

/// Whether a tag is of the private class, as the book uses the word: an object that is the kernel's own is skipped
/// there when a card sends it, and an error elsewhere.
pub(crate) fn is_private(tag: Tag) -> bool {
    tag.class() == Class::Private
}
