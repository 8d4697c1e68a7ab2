//! DOLs and tag lists: parsing, filling by the format rules, against a naive second formulation.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[allow(dead_code, unreachable_pub)]
mod naive;

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_core::data::{DataObjectList, DolEntry, Format, ListError, ListFault, TagList};
use tapkernel_core::tlv::Tag;

fn error(fault: ListFault, offset: usize) -> ListError {
    ListError { fault, offset }
}

/// One entry filled from one value.
fn filled(list: &[u8], value: Option<&[u8]>, format: Option<Format>) -> Vec<u8> {
    let mut out = Vec::new();
    DataObjectList::parse(list).unwrap().fill(|_| value, |_| format, &mut out);
    out
}

#[test]
fn a_pdol_is_read_in_order() {
    let list = [0x9F, 0x66, 0x04, 0x9F, 0x02, 0x06, 0x95, 0x05, 0xDF, 0x81, 0x0C, 0x01, 0x9C, 0xFF];
    let error_at_the_entry = error(ListFault::TooLong, 12);
    assert_eq!(DataObjectList::parse(&list), Err(error_at_the_entry));
    let list = &list[..12];
    let dol = DataObjectList::parse(list).unwrap();
    let entries: Vec<_> = dol.iter().map(|DolEntry { tag, length }| (tag.coded(), length)).collect();
    assert_eq!(entries, [(0x9F66, 4), (0x9F02, 6), (0x95, 5), (0xDF_810C, 1)]);
    assert_eq!((dol.total_length(), dol.as_bytes(), dol.is_empty()), (16, list, false));
    assert!(dol.contains(Tag::new(0x9F66)) && !dol.contains(Tag::new(0x9F37)));
    assert!(DataObjectList::parse(&[]).unwrap().is_empty());
}

#[test]
fn errors_name_fault_and_place() {
    for (list, expected) in [
        (&[0x9F][..], error(ListFault::CutShort, 1)),
        (&[0x9F, 0x02], error(ListFault::CutShort, 2)),
        (&[0x95, 0x05, 0x9A], error(ListFault::CutShort, 3)),
        (&[0x95, 0x05, 0x00, 0x01], error(ListFault::Tag, 2)),
        (&[0x95, 0x05, 0x9F, 0x80, 0x80, 0x01, 0x01], error(ListFault::Tag, 2)),
        (&[0x95, 0xFC, 0x9A, 0x01], error(ListFault::TooLong, 2)),
        (&[0x95, 0xFD], error(ListFault::TooLong, 0)),
    ] {
        assert_eq!(DataObjectList::parse(list), Err(expected), "{list:02X?}");
    }
    assert_eq!(DataObjectList::parse(&[0x95, 0xFC]).unwrap().total_length(), 252);
    assert_eq!(DataObjectList::parse(&[0x95; 253]), Err(error(ListFault::TooLong, 252)));
    let asks_for_nothing = [0x95, 0x00].repeat(126);
    assert_eq!(DataObjectList::parse(&asks_for_nothing).unwrap().iter().count(), 126);
}

#[test]
fn longer_values_are_cut_on_the_side_of_their_format() {
    let value = Some(&[0x12, 0x34, 0x56][..]);
    assert_eq!(filled(&[0x9C, 0x02], value, Some(Format::N)), [0x34, 0x56]);
    for format in [Format::Cn, Format::A, Format::An, Format::Ans, Format::B, Format::Var] {
        assert_eq!(filled(&[0x9C, 0x02], value, Some(format)), [0x12, 0x34], "{format:?}");
    }
    assert_eq!(filled(&[0x9C, 0x02], value, None), [0x12, 0x34]);
    assert_eq!(filled(&[0x9C, 0x00], value, Some(Format::N)), []);
}

#[test]
fn shorter_values_are_padded_on_the_side_of_their_format() {
    let value = Some(&[0x12, 0x34][..]);
    assert_eq!(filled(&[0x9C, 0x04], value, Some(Format::N)), [0x00, 0x00, 0x12, 0x34]);
    assert_eq!(filled(&[0x9C, 0x04], value, Some(Format::Cn)), [0x12, 0x34, 0xFF, 0xFF]);
    for format in [Format::A, Format::An, Format::Ans, Format::B, Format::Var] {
        assert_eq!(filled(&[0x9C, 0x04], value, Some(format)), [0x12, 0x34, 0x00, 0x00], "{format:?}");
    }
    assert_eq!(filled(&[0x9C, 0x02], Some(&[]), Some(Format::Cn)), [0xFF, 0xFF]);
}

#[test]
fn absent_unknown_and_constructed_objects_are_zeros() {
    assert_eq!(filled(&[0x9C, 0x02], None, Some(Format::Cn)), [0x00, 0x00]);
    assert_eq!(filled(&[0x9C, 0x02], None, None), [0x00, 0x00]);
    for constructed in [&[0x70, 0x02][..], &[0xBF, 0x0C, 0x02], &[0xFF, 0x81, 0x05, 0x02]] {
        assert_eq!(filled(constructed, Some(&[0x12, 0x34]), Some(Format::B)), [0x00, 0x00]);
    }
}

#[test]
fn filling_appends() {
    let mut out = vec![0x83, 0x01];
    DataObjectList::parse(&[0x9C, 0x01]).unwrap().fill(|_| Some(&[0x20]), |_| None, &mut out);
    assert_eq!(out, [0x83, 0x01, 0x20]);
}

#[test]
fn tag_lists_hold_tags_only() {
    let tags = TagList::parse(&[0x82, 0x9F, 0x02, 0xDF, 0x81, 0x12]).unwrap();
    assert_eq!(tags.iter().map(Tag::coded).collect::<Vec<_>>(), [0x82, 0x9F02, 0xDF_8112]);
    assert_eq!((tags.len(), tags.is_empty(), tags.contains(Tag::new(0x9F02))), (3, false, true));
    assert!(!tags.contains(Tag::new(0x9F)));
    assert!(TagList::parse(&[]).unwrap().is_empty());
    assert_eq!(TagList::parse(&[0x82, 0x9F]), Err(error(ListFault::CutShort, 2)));
    assert_eq!(TagList::parse(&[0x82, 0x00]), Err(error(ListFault::Tag, 1)));
    assert_eq!(TagList::parse(&[0x9F, 0x80, 0x80, 0x80]), Err(error(ListFault::Tag, 0)));
}

fn format() -> impl Strategy<Value = (&'static str, Option<Format>)> {
    prop_oneof![
        Just(("n", Some(Format::N))),
        Just(("cn", Some(Format::Cn))),
        Just(("a", Some(Format::A))),
        Just(("an", Some(Format::An))),
        Just(("ans", Some(Format::Ans))),
        Just(("b", Some(Format::B))),
        Just(("var.", Some(Format::Var))),
        Just(("unknown", None)),
    ]
}

fn entry() -> impl Strategy<Value = (Tag, u8)> {
    const TAGS: [u32; 9] = [0x57, 0x5A, 0x70, 0x95, 0x9F02, 0x9F37, 0xBF0C, 0xDF_8101, 0xFF_8105];
    (proptest::sample::select(&TAGS[..]), 0_u8..=20).prop_map(|(tag, length)| (Tag::new(tag), length))
}

fn encode(entries: &[(Tag, u8)]) -> Vec<u8> {
    let mut list = Vec::new();
    for (tag, length) in entries {
        list.extend_from_slice(&tag.to_be_bytes()[4 - tag.coded_len()..]);
        list.push(*length);
    }
    list
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_list_reads_back_as_it_was_made(entries in vec(entry(), 0..12)) {
        let list = encode(&entries);
        let dol = DataObjectList::parse(&list).unwrap();
        let read: Vec<_> = dol.iter().map(|entry| (entry.tag, entry.length)).collect();
        prop_assert_eq!(&encode(&read), &list);
        prop_assert_eq!(read, entries);
        prop_assert_eq!(dol.total_length(), dol.iter().map(|entry| usize::from(entry.length)).sum::<usize>());
    }

    #[test]
    fn filling_agrees_with_the_naive_formulation(
        entries in vec((entry(), proptest::option::weighted(0.8, vec(any::<u8>(), 0..25)), format()), 0..12),
    ) {
        // Values by place, since a tag may occur twice: the closures count along.
        let list = encode(&entries.iter().map(|(entry, ..)| *entry).collect::<Vec<_>>());
        let mut expected = Vec::new();
        for ((tag, length), value, (name, _)) in &entries {
            match value {
                Some(value) if !tag.is_constructed() => expected.extend(naive::fit(value, name, (*length).into())),
                _ => expected.extend(vec![0; usize::from(*length)]),
            }
        }
        let mut out = Vec::new();
        for (at, entry) in DataObjectList::parse(&list).unwrap().iter().enumerate() {
            let (_, value, (_, format)) = &entries[at];
            let alone = encode(&[(entry.tag, entry.length)]);
            DataObjectList::parse(&alone).unwrap().fill(|_| value.as_deref(), |_| *format, &mut out);
        }
        prop_assert_eq!(out, expected);
    }

    #[test]
    fn hostile_lists_agree_with_the_naive_formulation(list in vec(any::<u8>(), 0..300)) {
        let read = DataObjectList::parse(&list);
        let naive = naive::dol(&list);
        prop_assert_eq!(read.is_ok(), naive.is_some());
        if let Ok(dol) = read {
            let mut out = Vec::new();
            dol.fill(|_| Some(&[0xAB; 40]), |_| Some(Format::N), &mut out);
            prop_assert_eq!(out.len(), dol.total_length());
            prop_assert!(out.len() <= DataObjectList::MAX_LENGTH);
        }
    }
}
