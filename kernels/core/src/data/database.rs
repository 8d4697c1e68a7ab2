//! The data objects of one transaction.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use crate::tlv::Tag;

/// Data objects by tag: the TLV Database of the kernel books, a Data Record, a terminal's static data.
///
/// Values are copied in, wiped when the database is dropped, and shown by `Debug` with tag and length only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Database {
    /// Ascending by tag.
    entries: Vec<Entry>,
}

#[derive(Clone, PartialEq, Eq)]
struct Entry {
    tag: Tag,
    value: Vec<u8>,
}

impl Database {
    /// An empty database.
    pub const fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// The value of `tag`, which may be empty; `None` if the data object is absent.
    pub fn get(&self, tag: Tag) -> Option<&[u8]> {
        self.find(tag).ok().and_then(|at| self.entries.get(at)).map(|entry| entry.value.as_slice())
    }

    /// Stores a copy of `value`, in place of what `tag` had.
    pub fn insert(&mut self, tag: Tag, value: &[u8]) {
        match self.find(tag) {
            Ok(at) => {
                if let Some(entry) = self.entries.get_mut(at) {
                    entry.value.zeroize();
                    entry.value.extend_from_slice(value);
                }
            }
            Err(at) => self.entries.insert(at, Entry { tag, value: value.to_vec() }),
        }
    }

    /// Removes the data object.
    pub fn remove(&mut self, tag: Tag) {
        if let Ok(at) = self.find(tag) {
            self.entries.remove(at).value.zeroize();
        }
    }

    /// IsPresent of the books: the data object is there, with or without a value.
    pub fn is_present(&self, tag: Tag) -> bool {
        self.find(tag).is_ok()
    }

    /// IsEmpty of the books: the data object is there and has length zero.
    pub fn is_empty(&self, tag: Tag) -> bool {
        self.get(tag).is_some_and(<[u8]>::is_empty)
    }

    /// IsNotEmpty of the books: the data object is there and has a value.
    pub fn is_not_empty(&self, tag: Tag) -> bool {
        self.get(tag).is_some_and(|value| !value.is_empty())
    }

    /// All data objects, ascending by tag.
    pub fn iter(&self) -> impl Iterator<Item = (Tag, &[u8])> {
        self.entries.iter().map(|entry| (entry.tag, entry.value.as_slice()))
    }

    fn find(&self, tag: Tag) -> Result<usize, usize> {
        self.entries.binary_search_by_key(&tag, |entry| entry.tag)
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for entry in &self.entries {
            map.entry(&entry.tag, &format_args!("{} bytes", entry.value.len()));
        }
        map.finish()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        for entry in &mut self.entries {
            entry.value.zeroize();
        }
    }
}

impl<'a> FromIterator<(Tag, &'a [u8])> for Database {
    fn from_iter<I: IntoIterator<Item = (Tag, &'a [u8])>>(objects: I) -> Self {
        let mut database = Self::new();
        for (tag, value) in objects {
            database.insert(tag, value);
        }
        database
    }
}
