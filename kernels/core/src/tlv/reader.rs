//! Reading one level of BER-TLV without copying.

use super::{Tag, TlvError, TlvFault};

/// One data object, borrowed from the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// Its tag.
    pub tag: Tag,
    /// Its value, without tag and length.
    pub value: &'a [u8],
    /// Where its tag starts, from the start of the input.
    pub offset: usize,
}

/// The data objects of one level, in order: an iterator that ends after the first error.
///
/// `00` bytes before, between and after data objects mean nothing (Book 3, Annex B).
#[derive(Clone, Debug)]
pub struct TlvReader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> TlvReader<'a> {
    /// Reads `bytes` from their start.
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        self.offset += 1;
        Some(first)
    }

    fn read(&mut self) -> Result<Tlv<'a>, TlvFault> {
        let offset = self.offset;
        let tag = self.tag()?;
        let length = self.length()?;
        let (value, rest) = self.rest.split_at_checked(length).ok_or(TlvFault::CutShort)?;
        self.rest = rest;
        self.offset += length;
        Ok(Tlv { tag, value, offset })
    }

    /// B1: five one bits in the first byte announce more; bit 8 of each later byte says whether another
    /// follows.
    fn tag(&mut self) -> Result<Tag, TlvFault> {
        let first = self.byte().ok_or(TlvFault::CutShort)?;
        let mut coded = u32::from(first);
        let mut more = first & 0x1F == 0x1F;
        while more {
            if coded > 0xFFFF {
                return Err(TlvFault::TagTooLong);
            }
            let byte = self.byte().ok_or(TlvFault::CutShort)?;
            coded = coded << 8 | u32::from(byte);
            more = byte & 0x80 != 0;
        }
        Ok(Tag::new(coded))
    }

    /// B2: one byte up to 127, else `81` or `82` and that many bytes.
    fn length(&mut self) -> Result<usize, TlvFault> {
        let form = self.byte().ok_or(TlvFault::CutShort)?;
        match form {
            0x00..=0x7F => Ok(usize::from(form)),
            0x81 => self.byte().map(usize::from).ok_or(TlvFault::CutShort),
            0x82 => {
                let high = self.byte().ok_or(TlvFault::CutShort)?;
                let low = self.byte().ok_or(TlvFault::CutShort)?;
                Ok(usize::from(u16::from_be_bytes([high, low])))
            }
            form => Err(TlvFault::LengthForm(form)),
        }
    }
}

impl<'a> Iterator for TlvReader<'a> {
    type Item = Result<Tlv<'a>, TlvError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((0x00, rest)) = self.rest.split_first() {
            self.rest = rest;
            self.offset += 1;
        }
        if self.rest.is_empty() {
            return None;
        }
        let read = self.read().map_err(|fault| TlvError { fault, offset: self.offset });
        if read.is_err() {
            self.rest = &[];
        }
        Some(read)
    }
}
