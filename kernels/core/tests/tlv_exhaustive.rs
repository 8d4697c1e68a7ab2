//! All inputs of up to three bytes, read by the crate and by a naive parser.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[allow(dead_code, unreachable_pub)]
mod naive;

use tapkernel_core::data::{DataObjectList, TagList};
use tapkernel_core::tlv::{Limits, Tag, TlvReader, Walk};

fn coded(tag: Tag) -> Vec<u8> {
    tag.to_be_bytes()[4 - tag.coded_len()..].to_vec()
}

/// Calls `check` with each of the 16,843,009 inputs of zero to three bytes, on as many threads as there are.
fn all_inputs(check: impl Fn(&[u8]) + Sync) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    check(&[]);
    std::thread::scope(|scope| {
        for part in 0..threads {
            let check = &check;
            scope.spawn(move || {
                for a in (0..=255).skip(part).step_by(threads) {
                    check(&[a]);
                    for b in 0..=255 {
                        check(&[a, b]);
                        for c in 0..=255 {
                            check(&[a, b, c]);
                        }
                    }
                }
            });
        }
    });
}

#[test]
fn walk_and_reader_agree_with_the_naive_parser() {
    all_inputs(|input| {
        let expected = naive::read(input, Limits::DEFAULT, true);
        let mut objects = expected.objects.iter();
        let mut fault = None;
        for node in Walk::new(input, Limits::DEFAULT) {
            match node {
                Ok(node) => {
                    let object = objects.next().unwrap();
                    assert_eq!((node.depth, node.tlv.offset), (object.depth, object.offset), "{input:02X?}");
                    assert_eq!(node.tlv.value, object.value, "{input:02X?}");
                    assert_eq!(coded(node.tlv.tag), object.tag, "{input:02X?}");
                }
                Err(error) => fault = Some((error.fault, error.offset)),
            }
        }
        assert_eq!((objects.next(), fault), (None, expected.fault), "{input:02X?}");
        // One level is the walk when nothing is entered.
        if expected.fault.is_none() && expected.objects.iter().all(|object| object.depth == 0) {
            assert_eq!(TlvReader::new(input).flatten().count(), expected.objects.len(), "{input:02X?}");
        }
    });
}

#[test]
fn dol_and_tag_list_agree_with_the_naive_parser() {
    all_inputs(|input| {
        let dol = DataObjectList::parse(input).ok();
        let read =
            dol.map(|dol| dol.iter().map(|e| (coded(e.tag), usize::from(e.length))).collect::<Vec<_>>());
        assert_eq!(read, naive::dol(input), "{input:02X?}");
        if let Ok(tags) = TagList::parse(input) {
            assert_eq!(tags.iter().flat_map(coded).collect::<Vec<_>>(), input);
            assert_eq!(tags.iter().count(), tags.len());
        }
    });
}

#[test]
fn a_number_is_a_well_formed_tag_exactly_when_it_reads_as_one() {
    for coded in 0..=0x00FF_FFFF_u32 {
        let tag = Tag::new(coded);
        let mut bytes = coded.to_be_bytes()[4 - tag.coded_len()..].to_vec();
        bytes.push(0x00);
        let mut read = TlvReader::new(&bytes);
        let reads = matches!(read.next(), Some(Ok(tlv)) if tlv.tag == tag && tlv.value.is_empty());
        assert_eq!(tag.is_well_formed(), reads && read.next().is_none(), "{tag}");
        if coded % 251 == 0 {
            assert_eq!(tag.is_well_formed(), format!("{tag}").parse() == Ok(tag), "{tag}");
        }
    }
    assert!(!Tag::new(0x0100_0000).is_well_formed());
    assert!(!Tag::new(0xDFDF_8101).is_well_formed());
}
