//! Data object lists.

use alloc::vec::Vec;
use core::iter::FusedIterator;

use nom::number::complete::be_u8;

use super::parsing::{Parsed, add_up, tag};
use super::{Format, ListError, ListFault};
use crate::tlv::Tag;

/// A Data Object List: which data objects a card wants to be told, in which order and at which lengths
/// (EMV 4.4 Book 3, 5.4). PDOL `9F38`, CDOL1 `8C`, CDOL2 `8D`, DDOL `9F49`, TDOL `97`, UDOL `9F69` of Mastercard.
///
/// Checked as a whole when parsed; borrows the list; allocates nothing.
///
/// # Examples
///
/// ```
/// use tapkernel_core::data::{DataObjectList, Format};
///
/// let pdol = DataObjectList::parse(&[0x9F, 0x02, 0x06, 0x5F, 0x2A, 0x02])?;
/// let mut filled = Vec::new();
/// let amount = [0x00, 0x00, 0x00, 0x00, 0x41, 0x00];
/// pdol.fill(|tag| (tag.coded() == 0x9F02).then_some(&amount[..]), |_| Some(Format::N), &mut filled);
/// assert_eq!(filled, [0x00, 0x00, 0x00, 0x00, 0x41, 0x00, 0x00, 0x00]);
/// # Ok::<(), tapkernel_core::data::ListError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DataObjectList<'a> {
    list: &'a [u8],
    total: usize,
}

/// One entry of a [`DataObjectList`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DolEntry {
    /// The data object asked for.
    pub tag: Tag,
    /// The length at which it is asked for.
    pub length: u8,
}

impl<'a> DataObjectList<'a> {
    /// The most bytes a list may have, and the most it may ask for: what fits a short C-APDU around the template
    /// `83` of GET PROCESSING OPTIONS, and a data object of that name in an R-APDU.
    pub const MAX_LENGTH: usize = 252;

    /// Reads a list. An empty one asks for nothing.
    ///
    /// # Errors
    ///
    /// [`ListFault::CutShort`], [`ListFault::Tag`], [`ListFault::TooLong`] (the list, or what it asks for, exceeds
    /// [`DataObjectList::MAX_LENGTH`]).
    pub fn parse(list: &'a [u8]) -> Result<Self, ListError> {
        if list.len() > Self::MAX_LENGTH {
            return Err(ListError { fault: ListFault::TooLong, offset: Self::MAX_LENGTH });
        }
        let limit = (Self::MAX_LENGTH, ListFault::TooLong);
        let total = add_up(list, entry, |entry| usize::from(entry.length), limit)?;
        Ok(Self { list, total })
    }

    /// How many bytes the list asks for.
    pub const fn total_length(&self) -> usize {
        self.total
    }

    /// Whether the list asks for nothing.
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The list as it is coded.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.list
    }

    /// Whether the list asks for `tag`.
    pub fn contains(&self, tag: Tag) -> bool {
        self.iter().any(|entry| entry.tag == tag)
    }

    /// The entries, in order.
    pub const fn iter(&self) -> DolEntries<'a> {
        DolEntries { rest: self.list }
    }

    /// Appends the values the list asks for to `out`, [`DataObjectList::total_length`] bytes.
    ///
    /// `value` gives what the terminal holds, or `None`. `format` says which side of a value is padded and cut;
    /// without a format a value is treated as b. Zeros stand for what is absent, unknown, or constructed.
    pub fn fill<'v>(
        &self,
        value: impl Fn(Tag) -> Option<&'v [u8]>,
        format: impl Fn(Tag) -> Option<Format>,
        out: &mut Vec<u8>,
    ) {
        out.reserve(self.total);
        for DolEntry { tag, length } in self.iter() {
            let length = usize::from(length);
            match value(tag) {
                Some(value) if value.len() == length && !tag.is_constructed() => out.extend_from_slice(value),
                Some(value) if !tag.is_constructed() => fit(value, format(tag), length, out),
                _ => pad(0x00, length, out),
            }
        }
    }
}

impl<'a> IntoIterator for &DataObjectList<'a> {
    type Item = DolEntry;
    type IntoIter = DolEntries<'a>;

    fn into_iter(self) -> DolEntries<'a> {
        self.iter()
    }
}

/// The entries of a [`DataObjectList`].
#[derive(Clone, Debug)]
pub struct DolEntries<'a> {
    rest: &'a [u8],
}

impl Iterator for DolEntries<'_> {
    type Item = DolEntry;

    #[inline]
    fn next(&mut self) -> Option<DolEntry> {
        let (rest, entry) = entry(self.rest).ok()?;
        self.rest = rest;
        Some(entry)
    }
}

impl FusedIterator for DolEntries<'_> {}

/// A tag and a length of one byte.
fn entry(input: &[u8]) -> Parsed<'_, DolEntry> {
    let (rest, tag) = tag(input)?;
    let (rest, length) = be_u8(rest)?;
    Ok((rest, DolEntry { tag, length }))
}

/// Pads or cuts a value to `length` bytes: n on the left, all other formats on the right.
fn fit(value: &[u8], format: Option<Format>, length: usize, out: &mut Vec<u8>) {
    let missing = length.saturating_sub(value.len());
    match format {
        Some(Format::N) => {
            pad(0x00, missing, out);
            out.extend_from_slice(value.get(value.len().saturating_sub(length)..).unwrap_or_default());
        }
        other => {
            out.extend_from_slice(value.get(..length).unwrap_or(value));
            pad(if other == Some(Format::Cn) { 0xFF } else { 0x00 }, missing, out);
        }
    }
}

fn pad(byte: u8, count: usize, out: &mut Vec<u8>) {
    out.resize(out.len() + count, byte);
}
