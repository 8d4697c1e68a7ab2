//! The rules of EMV 4.4 Book 3, Annex B and 5.4 written a second time, slowly and in another way: with a cursor, an
//! index and recursion, into owned vectors. Nothing of the crate's own parsing is used, only the names of its faults.

use tapkernel_core::tlv::{Limits, TlvFault};

/// A data object: how many are around it, where it starts, its tag and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    pub depth: usize,
    pub offset: usize,
    pub tag: Vec<u8>,
    pub value: Vec<u8>,
}

/// What was read before the end or before the fault, and the fault with its place.
#[derive(Debug, Default)]
pub struct Reading {
    pub objects: Vec<Object>,
    pub fault: Option<(TlvFault, usize)>,
}

/// All levels, or only the first.
pub fn read(input: &[u8], limits: Limits, all_levels: bool) -> Reading {
    let mut reading = Reading::default();
    if input.len() > limits.bytes {
        reading.fault = Some((TlvFault::TooLong, limits.bytes));
        return reading;
    }
    let mut cursor = Cursor { input, at: 0 };
    let mut objects = Vec::new();
    reading.fault = level(&mut cursor, input.len(), 0, limits, all_levels, &mut objects).err();
    reading.objects = objects;
    reading
}

struct Cursor<'a> {
    input: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn next_before(&mut self, end: usize) -> Result<u8, (TlvFault, usize)> {
        if self.at == end {
            return Err((TlvFault::CutShort, self.at));
        }
        self.at += 1;
        Ok(self.input[self.at - 1])
    }
}

fn level(
    cursor: &mut Cursor<'_>,
    end: usize,
    depth: usize,
    limits: Limits,
    all_levels: bool,
    objects: &mut Vec<Object>,
) -> Result<(), (TlvFault, usize)> {
    loop {
        while cursor.at < end && cursor.input[cursor.at] == 0 {
            cursor.at += 1;
        }
        if cursor.at == end {
            return Ok(());
        }
        let offset = cursor.at;
        let mut tag = vec![cursor.next_before(end)?];
        if tag[0] % 32 == 31 {
            loop {
                if tag.len() == 3 {
                    return Err((TlvFault::TagTooLong, cursor.at));
                }
                tag.push(cursor.next_before(end)?);
                if *tag.last().unwrap() < 128 {
                    break;
                }
            }
        }
        let mut length = usize::from(cursor.next_before(end)?);
        if length >= 128 {
            let count = length - 128;
            if count != 1 && count != 2 {
                return Err((TlvFault::LengthForm(u8::try_from(length).unwrap()), cursor.at - 1));
            }
            if cursor.at + count > end {
                return Err((TlvFault::CutShort, end));
            }
            length = 0;
            for _ in 0..count {
                length = length * 256 + usize::from(cursor.next_before(end)?);
            }
        }
        let start = cursor.at;
        if start + length > end {
            return Err((TlvFault::CutShort, start));
        }
        if all_levels && objects.len() == limits.nodes {
            return Err((TlvFault::TooMany, offset));
        }
        let enter = all_levels && (tag[0] / 32) % 2 == 1 && length > 0;
        if enter && depth + 1 >= limits.depth.clamp(1, 16) {
            return Err((TlvFault::TooDeep, start));
        }
        objects.push(Object { depth, offset, tag, value: cursor.input[start..start + length].to_vec() });
        if enter {
            level(cursor, start + length, depth + 1, limits, all_levels, objects)?;
        }
        cursor.at = start + length;
    }
}

/// The entries of a DOL, or `None` if it is none.
pub fn dol(list: &[u8]) -> Option<Vec<(Vec<u8>, usize)>> {
    let mut entries: Vec<(Vec<u8>, usize)> = Vec::new();
    let mut tag = Vec::new();
    for &byte in list {
        if !tag_is_complete(&tag) {
            tag.push(byte);
            if tag == [0] || tag.len() > 3 {
                return None;
            }
        } else {
            entries.push((std::mem::take(&mut tag), usize::from(byte)));
        }
    }
    let total: usize = entries.iter().map(|(_, length)| length).sum();
    (tag.is_empty() && total <= 252 && list.len() <= 252).then_some(entries)
}

fn tag_is_complete(tag: &[u8]) -> bool {
    match tag {
        [] => false,
        [only] => only & 0b1_1111 != 0b1_1111,
        [.., last] => last & 0b1000_0000 == 0,
    }
}

/// The letters of a format as Book 3, 4.3 has them.
pub fn fit(value: &[u8], format: &str, length: usize) -> Vec<u8> {
    let mut fitted = value.to_vec();
    while fitted.len() > length {
        if format == "n" {
            fitted.remove(0);
        } else {
            fitted.pop();
        }
    }
    while fitted.len() < length {
        match format {
            "n" => fitted.insert(0, 0x00),
            "cn" => fitted.push(0xFF),
            _ => fitted.push(0x00),
        }
    }
    fitted
}
