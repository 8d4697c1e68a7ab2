//! Reading and writing BER-TLV: places of errors, limits, padding, lengths.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

#[allow(dead_code, unreachable_pub)]
mod naive;

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
