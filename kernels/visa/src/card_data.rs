//! Taking in what the card sends: FCI, answer to GET PROCESSING OPTIONS, records (Book C-3, 5.2 to 5.4; EMV 4.4
//! Book 3, 7.3 and 10.2).
//!
//! A data object is taken once and never over one that is there: a card that sends a data object of the terminal, or
//! one of its own twice, contradicts the reader or itself, and its application ends (requirement 5.4.2.2).

use tapkernel_core::data::{Dictionaries, Dictionary, Entry, Format, Source};
use tapkernel_core::outcome::L2Error;
use tapkernel_core::tlv::{Limits, Tag, Tlv, TlvReader, Walk};

use crate::context::Context;
use crate::dictionary;
use crate::exit::Exit;

/// Visa's rows, then those of the EMV books.
pub(crate) const DICTIONARIES: Dictionaries<'static> = Dictionaries::new(SCHEME);
const SCHEME: &[Dictionary] = &[dictionary::DICTIONARY];

/// Takes the data objects of a response to SELECT.
pub(crate) fn take_fci(cx: &mut Context, fci: &[u8]) -> Result<(), Exit> {
    for node in Walk::new(fci, Limits::DEFAULT) {
        let tlv = node.map_err(|_| Exit::data(L2Error::ParsingError))?.tlv;
        if !tlv.tag.is_constructed() {
            take(cx, tlv.tag, tlv.value)?;
            cx.fci_tags.push(tlv.tag);
        }
    }
    Ok(())
}

/// Takes the primitive data objects of a template's value, on all levels.
pub(crate) fn take_all(cx: &mut Context, value: &[u8]) -> Result<(), Exit> {
    for node in Walk::new(value, Limits::R_APDU) {
        let tlv = node.map_err(|_| Exit::data(L2Error::ParsingError))?.tlv;
        if !tlv.tag.is_constructed() {
            take(cx, tlv.tag, tlv.value)?;
        }
    }
    Ok(())
}

/// Takes one primitive data object, if it is the card's to send, has the length and format of its row, and is new.
pub(crate) fn take(cx: &mut Context, tag: Tag, value: &[u8]) -> Result<(), Exit> {
    let allowed = DICTIONARIES.lookup(tag).is_none_or(|row| row_allows(row, value));
    let repeats_fci = || cx.fci_tags.contains(&tag);
    match cx.db.get(tag) {
        None if allowed => cx.db.insert(tag, value),
        Some(known) if known == value && repeats_fci() => {}
        Some(_) => {
            cx.at("5.4.2.2");
            return Err(Exit::data(L2Error::CardDataError));
        }
        None => return Err(Exit::data(L2Error::CardDataError)),
    }
    Ok(())
}

fn row_allows(row: &Entry, value: &[u8]) -> bool {
    let digits = || value.iter().all(|byte| byte >> 4 < 10 && byte & 0x0F < 10);
    row.sources.contains(&Source::Card)
        && row.allows_length(value.len())
        && (row.format != Format::N || digits())
}

/// The one data object that `bytes` are, if they are just that.
pub(crate) fn the_only(bytes: &[u8]) -> Option<Tlv<'_>> {
    let mut level = TlvReader::new(bytes);
    let only = level.next()?.ok()?;
    level.next().is_none().then_some(only)
}
