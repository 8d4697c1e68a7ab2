//! Reading and writing BER-TLV: places of errors, limits, round trips.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

#[allow(dead_code, unreachable_pub)]
mod naive;

use proptest::collection::vec;
use proptest::prelude::*;
use tapkernel_core::tlv::{
    Limits, Node, Tag, Tlv, TlvError, TlvFault, TlvReader, TlvWriter, Walk, WriteError, first_duplicate,
};

fn walk(bytes: &[u8]) -> Result<Vec<Node<'_>>, TlvError> {
    Walk::new(bytes, Limits::DEFAULT).collect()
}

fn fault(bytes: &[u8]) -> (TlvFault, usize) {
    let error = walk(bytes).unwrap_err();
    (error.fault, error.offset)
}

#[test]
fn errors_name_their_place_from_the_start_of_the_input() {
    use TlvFault::{CutShort, LengthForm, TagTooLong};
    let cases: &[(&[u8], TlvFault, usize)] = &[
        (&[0x9F], CutShort, 1),
        (&[0x9F, 0x80], CutShort, 2),
        (&[0x5A], CutShort, 1),
        (&[0x5A, 0x02, 0x11], CutShort, 2),
        (&[0x5A, 0x81], CutShort, 2),
        (&[0x5A, 0x82, 0x00], CutShort, 3),
        (&[0x5A, 0x82, 0x00, 0x01], CutShort, 4),
        (&[0x5A, 0x80, 0x00, 0x00], LengthForm(0x80), 1),
        (&[0x5A, 0x83, 0x00, 0x00, 0x01, 0xAA], LengthForm(0x83), 1),
        (&[0x5A, 0xFF], LengthForm(0xFF), 1),
        (&[0x9F, 0x80, 0x80], TagTooLong, 3),
        (&[0x9F, 0x80, 0x80, 0x01, 0x00], TagTooLong, 3),
        (&[0x00, 0x00, 0x5A, 0x01], CutShort, 4),
        // Two levels down: 70 { A5 { 5A, cut short by the end of A5 and not of the input } }.
        (&[0x70, 0x06, 0xA5, 0x03, 0x5A, 0x02, 0x11, 0x00], CutShort, 6),
        (&[0x70, 0x81, 0x02, 0x9F, 0x80, 0x5A, 0x00], CutShort, 5),
        // Behind a constructed object, on the level around it.
        (&[0x70, 0x02, 0xA5, 0x00, 0x5A, 0x80], LengthForm(0x80), 5),
    ];
    for &(bytes, kind, offset) in cases {
        assert_eq!(fault(bytes), (kind, offset), "{bytes:02X?}");
        let naive = naive::read(bytes, Limits::DEFAULT, true).fault;
        assert_eq!(naive, Some((kind, offset)), "{bytes:02X?}");
    }
}

#[test]
fn nothing_comes_after_an_error() {
    let bytes = [0x70, 0x02, 0x5A, 0x05, 0x82, 0x00];
    let mut walk = Walk::new(&bytes, Limits::DEFAULT);
    assert_eq!(walk.next().unwrap().unwrap().tlv.tag, Tag::new(0x70));
    assert!(walk.next().unwrap().is_err());
    assert_eq!((walk.next(), walk.next()), (None, None));
    let mut reader = TlvReader::new(&[0x5A, 0x80, 0x82, 0x00]);
    assert!(reader.next().unwrap().is_err());
    assert_eq!((reader.next(), reader.next()), (None, None));
}

#[test]
fn lengths_need_not_be_minimal() {
    for bytes in [&[0x5A, 0x01, 0xAB][..], &[0x5A, 0x81, 0x01, 0xAB], &[0x5A, 0x82, 0x00, 0x01, 0xAB]] {
        let value_offset = bytes.len() - 1;
        let expected = Tlv { tag: Tag::new(0x5A), value: &[0xAB], offset: 0, value_offset };
        assert_eq!(TlvReader::new(bytes).collect::<Vec<_>>(), [Ok(expected)]);
    }
}

#[test]
fn zeros_pad_before_between_and_after_also_inside() {
    let padded = [0x00, 0x70, 0x07, 0x00, 0x5A, 0x00, 0x00, 0x82, 0x00, 0x00, 0x00, 0x8F, 0x00, 0x00];
    let read: Vec<_> =
        walk(&padded).unwrap().iter().map(|n| (n.depth, n.tlv.tag.coded(), n.tlv.offset)).collect();
    assert_eq!(read, [(0, 0x70, 1), (1, 0x5A, 4), (1, 0x82, 7), (0, 0x8F, 11)]);
    assert_eq!(walk(&[0x00; 40]), Ok(vec![]));
    assert_eq!(walk(&[]), Ok(vec![]));
}

#[test]
fn ff_is_no_padding() {
    assert_eq!(fault(&[0x5A, 0x00, 0xFF]), (TlvFault::CutShort, 3));
    assert_eq!(fault(&[0xFF, 0xFF, 0xFF, 0xFF]), (TlvFault::TagTooLong, 3));
    assert_eq!(walk(&[0xFF, 0x01, 0x00]).unwrap()[0].tlv.tag, Tag::new(0xFF01));
}

/// `levels` constructed objects around each other, the innermost with a primitive object in it.
fn nested(levels: usize) -> Vec<u8> {
    (0..levels).fold(vec![0x5A, 0x00], |inner, _| {
        let mut writer = TlvWriter::new();
        writer.append(Tag::new(0x70), &inner).unwrap();
        writer.into_bytes()
    })
}

#[test]
fn depth_is_limited() {
    for depth in 0..=20 {
        let limits = Limits { depth, ..Limits::DEFAULT };
        let allowed = depth.clamp(1, Limits::MAX_DEPTH);
        let fits = nested(allowed - 1);
        assert_eq!(Walk::new(&fits, limits).flatten().count(), allowed);
        let too_deep = nested(allowed);
        let error = Walk::new(&too_deep, limits).find_map(Result::err);
        let offset = too_deep.len() - 2;
        assert_eq!(error, Some(TlvError { fault: TlvFault::TooDeep, offset }), "{depth}");
    }
    // An empty constructed object has nothing to enter.
    let empty = [0x70, 0x00];
    assert_eq!(Walk::new(&empty, Limits { depth: 1, ..Limits::DEFAULT }).count(), 1);
}

#[test]
fn nodes_and_bytes_are_limited() {
    let five = [0x70, 0x06, 0x5A, 0x00, 0x5A, 0x00, 0x5A, 0x00, 0x82, 0x00];
    for nodes in 0..5 {
        let mut walk = Walk::new(&five, Limits { nodes, ..Limits::DEFAULT });
        assert_eq!(walk.by_ref().take(nodes).flatten().count(), nodes);
        let offset = 2 * nodes;
        assert_eq!(walk.next(), Some(Err(TlvError { fault: TlvFault::TooMany, offset })));
        assert_eq!(walk.next(), None);
    }
    assert_eq!(Walk::new(&five, Limits { nodes: 5, ..Limits::DEFAULT }).flatten().count(), 5);

    let long = [0x00; 257];
    let error = TlvError { fault: TlvFault::TooLong, offset: 256 };
    assert_eq!(Walk::new(&long, Limits::R_APDU).collect::<Vec<_>>(), [Err(error)]);
    assert_eq!(Walk::new(&long[1..], Limits::R_APDU).count(), 0);
}

#[test]
fn the_first_repeated_tag_is_reported_and_no_level_is_entered() {
    let duplicate = |bytes: &[u8]| first_duplicate(bytes).map(|tag| tag.map(Tag::coded));
    assert_eq!(duplicate(&[0x5A, 0, 0x82, 0, 0x82, 0, 0x5A, 0]), Ok(Some(0x82)));
    assert_eq!(duplicate(&[0x5A, 0, 0x70, 2, 0x5A, 0]), Ok(None));
    assert_eq!(duplicate(&[]), Ok(None));
    assert_eq!(duplicate(&[0x5A, 0, 0x82, 9]).unwrap_err().offset, 4);
    // 01 and 80 (01 + 127) share a place in the filter and are two tags all the same.
    assert_eq!(duplicate(&[0x01, 0, 0x80, 0]), Ok(None));
    assert_eq!(duplicate(&[0x01, 0, 0x80, 0, 0x80, 0]), Ok(Some(0x80)));
}

#[test]
fn looking_for_duplicates_is_limited_too() {
    // 513 different tags of two bytes.
    let bytes: Vec<u8> =
        (0..513_u16).flat_map(|n| [(((n / 128) << 5) | 0x1F) as u8, (n % 128) as u8, 0x00]).collect();
    let first_512 = &bytes[..512 * 3];
    assert_eq!(first_duplicate(first_512), Ok(None));
    let many: Vec<u8> = [first_512, &[0x5A, 0x00]].concat();
    assert_eq!(first_duplicate(&many), Err(TlvError { fault: TlvFault::TooMany, offset: 512 * 3 }));
}

#[test]
fn the_writer_uses_the_shortest_length() {
    for (length, header) in [
        (0, &[0x5A, 0x00][..]),
        (127, &[0x5A, 0x7F]),
        (128, &[0x5A, 0x81, 0x80]),
        (255, &[0x5A, 0x81, 0xFF]),
        (256, &[0x5A, 0x82, 0x01, 0x00]),
        (65_535, &[0x5A, 0x82, 0xFF, 0xFF]),
    ] {
        let mut writer = TlvWriter::new();
        writer.append(Tag::new(0x5A), &vec![0xEE; length]).unwrap();
        assert_eq!(writer.as_bytes()[..header.len()], *header);
        assert_eq!(writer.as_bytes().len(), header.len() + length);
    }
}

#[test]
fn a_refused_object_leaves_the_writer_as_it_was() {
    let mut writer = TlvWriter::new();
    writer.append(Tag::new(0xDF8101), &[0x01]).unwrap();
    let before = writer.as_bytes().to_vec();
    assert_eq!(before, [0xDF, 0x81, 0x01, 0x01, 0x01]);

    let long = vec![0; 65_536];
    assert_eq!(writer.append(Tag::new(0x5A), &long), Err(WriteError::TooLong(Tag::new(0x5A))));
    for malformed in [0x00, 0x9F, 0x9F80, 0x5A01, 0x9F_0101, 0x0100_0000] {
        let tag = Tag::new(malformed);
        assert_eq!(writer.append(tag, &[]), Err(WriteError::MalformedTag(tag)));
    }
    let pan = Tag::new(0x5A);
    assert_eq!(writer.nest(pan, |_| Ok(())), Err(WriteError::NotConstructed(pan)));
    let inner = writer.nest(Tag::new(0x70), |record| {
        record.append(Tag::new(0x82), &[0x00, 0x00])?;
        record.append(pan, &long)
    });
    assert_eq!(inner, Err(WriteError::TooLong(pan)));
    let sum = writer.nest(Tag::new(0x70), |record| {
        record.append(pan, &long[1..])?;
        record.append(pan, &[])
    });
    assert_eq!(sum, Err(WriteError::TooLong(Tag::new(0x70))));
    assert_eq!(writer.into_bytes(), before);
}

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
