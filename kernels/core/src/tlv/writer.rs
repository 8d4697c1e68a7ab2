//! Writing BER-TLV.

use alloc::vec::Vec;
use core::fmt;

use super::Tag;

/// Why a data object cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The value is longer than two length bytes can say, 65,535 bytes.
    #[error("value of {0} is longer than 65535 bytes")]
    TooLong(Tag),
    /// The number is no tag of one to three bytes ([`Tag::is_well_formed`]).
    #[error("{0} is not a well-formed tag")]
    MalformedTag(Tag),
    /// The tag says that its value does not consist of data objects.
    #[error("{0} is not the tag of a constructed data object")]
    NotConstructed(Tag),
}

/// Builds a sequence of data objects, each length in its shortest form (EMV 4.4 Book 3, B2).
///
/// A call that fails leaves the writer as it was before the call.
///
/// # Examples
///
/// ```
/// use tapkernel_core::tlv::{Tag, TlvWriter};
///
/// let mut writer = TlvWriter::new();
/// writer.nest(Tag::new(0x6F), |fci| {
///     fci.append(Tag::new(0x84), &[0xA0, 0x00, 0x00, 0x00, 0x03])?;
///     fci.nest(Tag::new(0xA5), |own| own.append(Tag::new(0x50), b"VISA"))
/// })?;
/// assert_eq!(writer.as_bytes()[..4], [0x6F, 0x0F, 0x84, 0x05]);
/// # Ok::<(), tapkernel_core::tlv::WriteError>(())
/// ```
#[derive(Clone, Default)]
pub struct TlvWriter {
    bytes: Vec<u8>,
}

impl TlvWriter {
    /// An empty sequence.
    pub const fn new() -> Self {
        Self { bytes: Vec::new() }
    }

    /// Appends a data object with this value: a primitive one, or a template whose content is at hand.
    ///
    /// # Errors
    ///
    /// [`WriteError::MalformedTag`], [`WriteError::TooLong`].
    pub fn append(&mut self, tag: Tag, value: &[u8]) -> Result<(), WriteError> {
        let header = Header::new(tag, value.len())?;
        self.bytes.reserve(header.as_bytes().len() + value.len());
        self.bytes.extend_from_slice(header.as_bytes());
        self.bytes.extend_from_slice(value);
        Ok(())
    }

    /// Appends a constructed data object; `content` writes what is in it.
    ///
    /// # Errors
    ///
    /// [`WriteError::NotConstructed`], those of [`TlvWriter::append`], those of `content`.
    pub fn nest<F>(&mut self, tag: Tag, content: F) -> Result<(), WriteError>
    where
        F: FnOnce(&mut Self) -> Result<(), WriteError>,
    {
        if !tag.is_constructed() {
            return Err(WriteError::NotConstructed(tag));
        }
        let mut inner = Self::new();
        content(&mut inner)?;
        self.append(tag, &inner.bytes)
    }

    /// What was written.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What was written, given away.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl fmt::Debug for TlvWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TlvWriter({} bytes)", self.bytes.len())
    }
}

/// Tag and length as they are coded: at most three bytes each.
struct Header {
    bytes: [u8; 6],
    len: usize,
}

impl Header {
    fn new(tag: Tag, length: usize) -> Result<Self, WriteError> {
        if !tag.is_well_formed() {
            return Err(WriteError::MalformedTag(tag));
        }
        let length = u16::try_from(length).map_err(|_| WriteError::TooLong(tag))?;
        let mut header = Self { bytes: [0; 6], len: 0 };
        let coded = tag.to_be_bytes();
        header.push(coded.get(coded.len() - tag.coded_len()..).unwrap_or_default());
        match length.to_be_bytes() {
            [0, low @ 0x00..=0x7F] => header.push(&[low]),
            [0, low] => header.push(&[0x81, low]),
            [high, low] => header.push(&[0x82, high, low]),
        }
        Ok(header)
    }

    fn push(&mut self, bytes: &[u8]) {
        for (to, from) in self.bytes.iter_mut().skip(self.len).zip(bytes) {
            *to = *from;
        }
        self.len += bytes.len();
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
