//! Reading and writing BER-TLV: round trips, and agreement with the naive parser.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[allow(dead_code, unreachable_pub)]
mod naive;

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_core::tlv::{Limits, Tag, TlvError, TlvReader, TlvWriter, Walk, WriteError, first_duplicate};

/// A data object to write.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tree {
    Primitive(Tag, Vec<u8>),
    Constructed(Tag, Vec<Tree>),
}

fn tag() -> impl Strategy<Value = Tag> {
    let later = (0_u32..3, 0_u32..8, 0_u32..128, 0_u32..128).prop_map(|(bytes, class, b, c)| match bytes {
        0 => (class << 5) | (b % 31),
        1 => (((class << 5) | 0x1F) << 8) | b,
        _ => (((class << 5) | 0x1F) << 16) | ((b | 0x80) << 8) | c,
    });
    later.prop_map(Tag::new).prop_filter("00 is padding", |tag| tag.is_well_formed())
}

fn tree() -> impl Strategy<Value = Vec<Tree>> {
    let primitive = (tag(), vec(any::<u8>(), 0..200)).prop_map(|(tag, value)| {
        if tag.is_constructed() { Tree::Constructed(tag, Vec::new()) } else { Tree::Primitive(tag, value) }
    });
    let any_level = primitive.prop_recursive(4, 40, 6, |inner| {
        (tag(), vec(inner, 0..6)).prop_map(|(tag, content)| {
            if tag.is_constructed() {
                Tree::Constructed(tag, content)
            } else {
                Tree::Constructed(Tag::new(0x70), content)
            }
        })
    });
    vec(any_level, 0..5)
}

fn write(trees: &[Tree], writer: &mut TlvWriter) -> Result<(), WriteError> {
    trees.iter().try_for_each(|tree| match tree {
        Tree::Primitive(tag, value) => writer.append(*tag, value),
        Tree::Constructed(tag, content) => writer.nest(*tag, |inner| write(content, inner)),
    })
}

fn read(reader: TlvReader<'_>) -> Result<Vec<Tree>, TlvError> {
    reader
        .map(|object| {
            let object = object?;
            Ok(if object.tag.is_constructed() {
                Tree::Constructed(object.tag, read(object.children())?)
            } else {
                Tree::Primitive(object.tag, object.value.to_vec())
            })
        })
        .collect()
}

/// The same objects with padding everywhere and lengths in the form that `choices` say.
fn write_loosely(trees: &[Tree], choices: &mut impl Iterator<Item = u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for tree in trees {
        let choice = choices.next().unwrap();
        bytes.resize(bytes.len() + usize::from(choice >> 6), 0x00);
        let (tag, value) = match tree {
            Tree::Primitive(tag, value) => (tag, value.clone()),
            Tree::Constructed(tag, content) => (tag, write_loosely(content, choices)),
        };
        bytes.extend_from_slice(&tag.to_be_bytes()[4 - tag.coded_len()..]);
        let [.., high, low] = value.len().to_be_bytes();
        match (choice % 3, value.len()) {
            (0, 0..=127) => bytes.push(low),
            (0 | 1, 0..=255) => bytes.extend([0x81, low]),
            _ => bytes.extend([0x82, high, low]),
        }
        bytes.extend(value);
    }
    bytes.resize(bytes.len() + usize::from(choices.next().unwrap() >> 6), 0x00);
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn what_is_written_is_read(trees in tree()) {
        let mut writer = TlvWriter::new();
        write(&trees, &mut writer).unwrap();
        prop_assert_eq!(read(TlvReader::new(writer.as_bytes())), Ok(trees));
    }

    #[test]
    fn padding_and_longer_lengths_change_nothing(trees in tree(), choices in vec(any::<u8>(), 1..50)) {
        let loose = write_loosely(&trees, &mut choices.into_iter().cycle());
        prop_assert_eq!(read(TlvReader::new(&loose)), Ok(trees.clone()));
        let mut writer = TlvWriter::new();
        write(&trees, &mut writer).unwrap();
        prop_assert!(writer.as_bytes().len() <= loose.len());
    }

    #[test]
    fn hostile_bytes_are_read_as_the_naive_parser_reads_them(
        bytes in vec(prop_oneof![any::<u8>(), 0_u8..4, Just(0x70), Just(0xBF), Just(0x81), Just(0x82)], 0..80),
        depth in 0_usize..8, nodes in 0_usize..12, most in 40_usize..80,
    ) {
        let limits = Limits { depth, nodes, bytes: most };
        let expected = naive::read(&bytes, limits, true);
        let read: Vec<_> = Walk::new(&bytes, limits).collect();
        let (objects, faults): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
        let places: Vec<_> = objects.iter().flatten().map(|n| (n.depth, n.tlv.offset, n.tlv.value.to_vec())).collect();
        let naive: Vec<_> = expected.objects.into_iter().map(|o| (o.depth, o.offset, o.value)).collect();
        prop_assert_eq!(places, naive);
        let fault = faults.into_iter().find_map(Result::err).map(|error| (error.fault, error.offset));
        prop_assert_eq!(fault, expected.fault);
    }

    #[test]
    fn offsets_point_at_what_was_read(trees in tree()) {
        let mut writer = TlvWriter::new();
        write(&trees, &mut writer).unwrap();
        let bytes = writer.as_bytes();
        for node in Walk::new(bytes, Limits { nodes: usize::MAX, ..Limits::DEFAULT }) {
            let tlv = node.unwrap().tlv;
            prop_assert_eq!(&bytes[tlv.value_offset..tlv.end()], tlv.value);
            let mut alone = TlvWriter::new();
            alone.append(tlv.tag, tlv.value).unwrap();
            prop_assert_eq!(&bytes[tlv.offset..tlv.end()], alone.as_bytes());
        }
    }

    #[test]
    fn duplicates_are_found_as_by_sorting(tags in vec(tag(), 0..40)) {
        let mut writer = TlvWriter::new();
        tags.iter().try_for_each(|tag| writer.append(*tag, &[])).unwrap();
        let seen_before = |at: usize| tags[..at].contains(&tags[at]);
        let expected = (0..tags.len()).find(|&at| seen_before(at)).map(|at| tags[at]);
        prop_assert_eq!(first_duplicate(writer.as_bytes()), Ok(expected));
    }
}
