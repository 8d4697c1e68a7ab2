//! Reading BER-TLV, the hand-written loop of the crate beside the same loop in nom; filling a PDOL.
//!
//! `cargo bench -p tapkernel-core --bench tlv`

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::missing_panics_doc)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tapkernel_core::data::{DataObjectList, Database, Dictionaries, tags};
use tapkernel_core::tlv::{Limits, Tag, TlvReader, TlvWriter, Walk, first_duplicate};
use zeroize::Zeroizing;

#[path = "../tests/common/mod.rs"]
mod common;

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

/// The answer to GET PROCESSING OPTIONS of a recorded card, in template `77`, with a signature in it.
fn gpo_response() -> Vec<u8> {
    common::visa_exchange("dhu-mock-visa-offline", 2).1
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

/// The PDOL of a recorded card, and the values for it that were sent.
fn recorded_pdol() -> (Vec<u8>, Vec<u8>) {
    let (_, fci) = common::visa_exchange("dhu-mock-visa-online", 1);
    let mut objects = Walk::new(&fci, Limits::R_APDU).map(|node| node.unwrap().tlv);
    let pdol = objects.find(|tlv| tlv.tag == tags::PDOL).unwrap().value.to_vec();
    let (command, _) = common::visa_exchange("dhu-mock-visa-online", 2);
    let values = TlvReader::new(&command[5..command.len() - 1]).next().unwrap().unwrap().value;
    (pdol, values.to_vec())
}

/// What a kernel holds when it fills the PDOL: the terminal's data objects, those of the transaction, and the FCI.
fn database(pdol: &[u8]) -> Database {
    let objects: [(u32, &[u8]); 20] = [
        (0x84, &[0xA0, 0x00, 0x00, 0x00, 0x03, 0x10, 0x10]),
        (0x9F06, &[0xA0, 0x00, 0x00, 0x00, 0x03, 0x10, 0x10]),
        (0x50, b"VISA CREDIT"),
        (0x9F38, pdol),
        (0x9F1C, b"00000001"),
        (0x9F16, b"000000000000001"),
        (0x9F15, &[0x59, 0x99]),
        (0x9F4E, b"Merchant"),
        (0x9F33, &[0xE0, 0x08, 0xC8]),
        (0x9F35, &[0x21]),
        (0x9F40, &[0x60, 0x00, 0x00, 0x00, 0x00]),
        (0x9F66, &[0x24, 0xC0, 0x40, 0x00]),
        (0x9F02, &[0x00, 0x00, 0x00, 0x00, 0x90, 0x00]),
        (0x9F03, &[0x00; 6]),
        (0x9F1A, &[0x08, 0x40]),
        (0x95, &[0x00; 5]),
        (0x5F2A, &[0x08, 0x40]),
        (0x9A, &[0x20, 0x03, 0x16]),
        (0x9C, &[0x00]),
        (0x9F37, &[0xAB; 4]),
    ];
    objects.into_iter().map(|(tag, value)| (Tag::new(tag), value)).collect()
}

/// As a kernel does it: out of the database, formats from the dictionary, into memory that is wiped afterwards.
fn filled(database: &Database) -> Zeroizing<Vec<u8>> {
    let pdol = DataObjectList::parse(database.get(tags::PDOL).unwrap()).unwrap();
    let format = |tag| Dictionaries::CORE.lookup(tag).map(|row| row.format);
    let mut values = Zeroizing::new(Vec::new());
    pdol.fill(|tag| database.get(tag), format, &mut values);
    values
}

fn filling(criterion: &mut Criterion) {
    let (pdol, values) = recorded_pdol();
    let database = database(&pdol);
    assert_eq!(*filled(&database), values);
    criterion
        .bench_function("parse and fill a PDOL of 9 objects", |b| b.iter(|| filled(black_box(&database))));
}

criterion_group!(benches, reading, filling);
criterion_main!(benches);
