//! What must hold for the bytes of a `dol` case: a length, a list of so many bytes, and bytes to take values from.
//!
//! Shared by the fuzz target and by the test that replays the corpus; both have the naive parser as `crate::naive`.

use tapkernel_core::data::{DataObjectList, Format, TagList};
use tapkernel_core::tlv::Tag;

use crate::naive;

/// Panics if the crate reads or fills the list in another way than the rules say.
pub(crate) fn check(input: &[u8]) {
    let Some((&length, rest)) = input.split_first() else { return };
    let (list, values) = rest.split_at(usize::from(length).min(rest.len()));
    tags(list);
    let Some(entries) = naive::dol(list) else {
        let error = DataObjectList::parse(list).expect_err("the naive parser refuses it");
        assert!(error.offset <= list.len());
        return;
    };
    let dol = DataObjectList::parse(list).expect("the naive parser takes it");
    let mut expected = Vec::new();
    for ((tag, length), entry) in entries.iter().zip(&dol) {
        assert_eq!((tag, *length), (&coded(entry.tag), usize::from(entry.length)));
        let constructed = tag[0] & 0x20 != 0;
        let value = value(entry.tag, values).filter(|_| !constructed);
        let name = name(format(entry.tag));
        expected.extend(value.map_or(vec![0; *length], |value| naive::fit(value, name, *length)));
    }
    assert_eq!(entries.len(), dol.iter().count());
    let mut out = vec![0xEE];
    dol.fill(|tag| value(tag, values), format, &mut out);
    assert_eq!(out[1..], expected);
    assert_eq!((out[0], expected.len()), (0xEE, dol.total_length()));
    assert!(expected.len() <= DataObjectList::MAX_LENGTH);
}

fn tags(list: &[u8]) {
    if let Ok(tags) = TagList::parse(list) {
        assert_eq!(tags.iter().flat_map(coded).collect::<Vec<_>>(), list);
        assert_eq!(tags.iter().count(), tags.len());
    }
}

/// A value of a length that depends on the tag, or none.
fn value(tag: Tag, values: &[u8]) -> Option<&[u8]> {
    let number = usize::try_from(tag.coded()).ok()?;
    if number % 7 == 0 { None } else { values.get(..number % 23) }
}

fn format(tag: Tag) -> Option<Format> {
    match tag.coded() / 3 % 6 {
        0 => None,
        1 | 2 => Some(Format::N),
        3 => Some(Format::Cn),
        4 => Some(Format::Ans),
        _ => Some(Format::B),
    }
}

fn name(format: Option<Format>) -> &'static str {
    match format {
        Some(Format::N) => "n",
        Some(Format::Cn) => "cn",
        _ => "other",
    }
}

fn coded(tag: Tag) -> Vec<u8> {
    tag.to_be_bytes()[4 - tag.coded_len()..].to_vec()
}
