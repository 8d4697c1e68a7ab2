//! Reading BER-TLV: the hand-written loop of the crate beside the same loop in nom.
//!
//! `cargo bench -p tapkernel-core --bench tlv`

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::missing_panics_doc)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tapkernel_core::data::{DataObjectList, Format};
use tapkernel_core::tlv::{Limits, Tag, TlvReader, TlvWriter, Walk, first_duplicate};

mod with_nom {
    //! The walk as nom would have it: same tags, same lengths, same padding.

    use nom::IResult;
    use nom::Parser;
    use nom::bytes::complete::{take, take_while};
    use nom::error::{Error, ErrorKind, make_error};
    use nom::number::complete::{be_u8, be_u16};

    pub(crate) fn object(input: &[u8]) -> IResult<&[u8], (u32, &[u8])> {
        let (rest, tag) = tag(input)?;
        let (rest, length) = length(rest)?;
        let (rest, value) = take(length).parse(rest)?;
        let (rest, _) = padding(rest)?;
        Ok((rest, (tag, value)))
    }

    pub(crate) fn padding(input: &[u8]) -> IResult<&[u8], &[u8]> {
        take_while(|byte| byte == 0x00).parse(input)
    }

    fn tag(input: &[u8]) -> IResult<&[u8], u32> {
        let (mut rest, first) = be_u8(input)?;
        let mut coded = u32::from(first);
        let mut more = first & 0x1F == 0x1F;
        while more {
            if coded > 0xFFFF {
                return Err(nom::Err::Error(make_error(rest, ErrorKind::TooLarge)));
            }
            let (after, byte) = be_u8(rest)?;
            coded = coded << 8 | u32::from(byte);
            more = byte & 0x80 != 0;
            rest = after;
        }
        Ok((rest, coded))
    }

    fn length(input: &[u8]) -> IResult<&[u8], u16> {
        let (rest, form) = be_u8(input)?;
        match form {
            0x00..=0x7F => Ok((rest, form.into())),
            0x81 => be_u8.map(u16::from).parse(rest),
            0x82 => be_u16(rest),
            _ => Err(nom::Err::Error(Error::new(input, ErrorKind::Switch))),
        }
    }

    pub(crate) fn all(input: &[u8], mut each: impl FnMut(u32, &[u8])) -> bool {
        let Ok((mut rest, _)) = padding(input) else { return false };
        while !rest.is_empty() {
            let Ok((after, (tag, value))) = object(rest) else { return false };
            each(tag, value);
            rest = after;
        }
        true
    }
}

/// The content of a `70` as cards send it: 21 data objects, 202 bytes with the template.
fn record() -> Vec<u8> {
    let objects = [
        (0x57, 17),
        (0x5A, 8),
        (0x5F20, 10),
        (0x5F24, 3),
        (0x5F25, 3),
        (0x5F28, 2),
        (0x5F30, 2),
        (0x5F34, 1),
        (0x82, 2),
        (0x8C, 21),
        (0x8D, 12),
        (0x8E, 14),
        (0x8F, 1),
        (0x9F07, 2),
        (0x9F08, 2),
        (0x9F0D, 5),
        (0x9F0E, 5),
        (0x9F0F, 5),
        (0x9F42, 2),
        (0x9F44, 1),
        (0x9F4A, 25),
    ];
    let mut writer = TlvWriter::new();
    writer
        .nest(Tag::new(0x70), |record| {
            objects.iter().try_for_each(|&(tag, length)| record.append(Tag::new(tag), &vec![0x11; length]))
        })
        .unwrap();
    writer.into_bytes()
}

/// A GET PROCESSING OPTIONS response of 185 bytes in template `77`, with a signature in it.
fn gpo_response() -> Vec<u8> {
    let objects = [
        (0x9F4B, 112),
        (0x94, 8),
        (0x9F36, 2),
        (0x9F26, 8),
        (0x9F10, 7),
        (0x57, 16),
        (0x82, 2),
        (0x9F6C, 2),
        (0x5F34, 1),
    ];
    let mut writer = TlvWriter::new();
    writer
        .nest(Tag::new(0x77), |template| {
            objects.iter().try_for_each(|&(tag, length)| template.append(Tag::new(tag), &vec![0x22; length]))
        })
        .unwrap();
    writer.into_bytes()
}

fn reading(criterion: &mut Criterion) {
    let (record, gpo) = (record(), gpo_response());
    assert_eq!((record.len(), gpo.len()), (202, 185));
    let content = &record[3..];
    let mut group = criterion.benchmark_group("read");
    group.throughput(Throughput::Bytes(202));
    group.bench_function("one level, 21 objects in 202 bytes", |b| {
        b.iter(|| {
            let mut sum = 0;
            for object in TlvReader::new(black_box(content)) {
                let object = object.unwrap();
                sum += object.tag.coded() as usize + object.value.len();
            }
            sum
        });
    });
    group.bench_function("one level, 21 objects in 202 bytes, nom", |b| {
        b.iter(|| {
            let mut sum = 0;
            assert!(with_nom::all(black_box(content), |tag, value| sum += tag as usize + value.len()));
            sum
        });
    });
    group.bench_function("walk, 22 objects in 202 bytes", |b| {
        b.iter(|| {
            Walk::new(black_box(&record), Limits::DEFAULT).map(|n| n.unwrap().tlv.value.len()).sum::<usize>()
        });
    });
    group.bench_function("walk, GPO response of 185 bytes", |b| {
        b.iter(|| {
            Walk::new(black_box(&gpo), Limits::DEFAULT).map(|n| n.unwrap().tlv.value.len()).sum::<usize>()
        });
    });
    group.bench_function("first duplicate, 21 objects", |b| {
        b.iter(|| first_duplicate(black_box(content)).unwrap());
    });
    group.finish();
}

/// The PDOL of a Visa card.
const PDOL: [u8; 24] = [
    0x9F, 0x66, 0x04, 0x9F, 0x02, 0x06, 0x9F, 0x03, 0x06, 0x9F, 0x1A, 0x02, 0x95, 0x05, 0x5F, 0x2A, 0x02,
    0x9A, 0x03, 0x9C, 0x01, 0x9F, 0x37, 0x04,
];

fn filling(criterion: &mut Criterion) {
    let mut out = Vec::with_capacity(64);
    criterion.bench_function("parse and fill a PDOL of 9 objects", |b| {
        b.iter(|| {
            out.clear();
            let pdol = DataObjectList::parse(black_box(&PDOL)).unwrap();
            pdol.fill(value, |_| Some(Format::N), &mut out);
            out.len()
        });
    });
}

fn value(tag: Tag) -> Option<&'static [u8]> {
    match tag.coded() {
        0x9F66 => Some(&[0x26, 0x00, 0x40, 0x00]),
        0x9F02 => Some(&[0x00, 0x00, 0x00, 0x00, 0x41, 0x00]),
        0x9F03 => Some(&[0x00; 6]),
        0x9F1A => Some(&[0x02, 0x80]),
        0x95 => Some(&[0x00; 5]),
        0x5F2A => Some(&[0x09, 0x78]),
        0x9A => Some(&[0x26, 0x11, 0x21]),
        0x9C => Some(&[0x00]),
        0x9F37 => Some(&[0x12, 0x34, 0x56, 0x78]),
        _ => None,
    }
}

criterion_group!(benches, reading, filling);
criterion_main!(benches);
