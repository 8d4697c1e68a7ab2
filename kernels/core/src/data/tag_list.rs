//! Lists of tags.

use core::iter::FusedIterator;

use super::ListError;
use super::parsing::{add_up, tag};
use crate::tlv::Tag;

/// Tags one after another, without lengths: Static Data Authentication Tag List `9F4A` (EMV 4.4 Book 3, Annex A),
/// Tags To Read `DF8112` (Book C-2).
///
/// Checked as a whole when parsed; borrows the list; allocates nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagList<'a> {
    list: &'a [u8],
    len: usize,
}

impl<'a> TagList<'a> {
    /// Reads a list. It may be empty, and a tag may occur more than once.
    ///
    /// # Errors
    ///
    /// [`ListFault::CutShort`](super::ListFault::CutShort), [`ListFault::Tag`](super::ListFault::Tag).
    pub fn parse(list: &'a [u8]) -> Result<Self, ListError> {
        let len = add_up(list, tag, |_| 1, (usize::MAX, super::ListFault::TooLong))?;
        Ok(Self { list, len })
    }

    /// How many tags there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no tag.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The list as it is coded.
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.list
    }

    /// Whether `tag` is in the list.
    pub fn contains(&self, tag: Tag) -> bool {
        self.iter().any(|listed| listed == tag)
    }

    /// The tags, in order.
    pub const fn iter(&self) -> Tags<'a> {
        Tags { rest: self.list }
    }
}

impl<'a> IntoIterator for &TagList<'a> {
    type Item = Tag;
    type IntoIter = Tags<'a>;

    fn into_iter(self) -> Tags<'a> {
        self.iter()
    }
}

/// The tags of a [`TagList`].
#[derive(Clone, Debug)]
pub struct Tags<'a> {
    rest: &'a [u8],
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        let (rest, tag) = tag(self.rest).ok()?;
        self.rest = rest;
        Some(tag)
    }
}

impl FusedIterator for Tags<'_> {}
