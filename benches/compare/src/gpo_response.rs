//! Reading the answer to GET PROCESSING OPTIONS: every data object on every level, and the values of `9F4B` and `57`.

use tapkernel_core::data::tags;
use tapkernel_core::tlv::{Limits, TlvReader, Walk};

use crate::CARD;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// How many data objects, the template among them.
    pub objects: usize,
    /// Value of `9F4B`.
    pub signature: &'a [u8],
    /// Value of `57`.
    pub track_2: &'a [u8],
}

/// The answer as the card sent it, 185 bytes without the status word.
pub fn recorded() -> Vec<u8> {
    crate::recorded::visa_exchange(CARD, 2).1
}

/// `Walk`: borrows, checks depth and number, both values caught in passing.
pub fn tapkernel_walk<R>(answer: &[u8], then: impl FnOnce(Reading<'_>) -> R) -> R {
    let mut reading = Reading { objects: 0, signature: &[], track_2: &[] };
    for node in Walk::new(answer, Limits::R_APDU) {
        let tlv = node.unwrap().tlv;
        reading.objects += 1;
        match tlv.tag {
            tags::SIGNED_DYNAMIC_APPLICATION_DATA => reading.signature = tlv.value,
            tags::TRACK_2_EQUIVALENT_DATA => reading.track_2 = tlv.value,
            _ => {}
        }
    }
    then(reading)
}

/// `TlvReader` twice, once for each level: borrows, both values caught in passing.
pub fn tapkernel_reader<R>(answer: &[u8], then: impl FnOnce(Reading<'_>) -> R) -> R {
    let mut reading = Reading { objects: 0, signature: &[], track_2: &[] };
    for template in TlvReader::new(answer) {
        reading.objects += 1;
        for tlv in template.unwrap().children() {
            let tlv = tlv.unwrap();
            reading.objects += 1;
            match tlv.tag {
                tags::SIGNED_DYNAMIC_APPLICATION_DATA => reading.signature = tlv.value,
                tags::TRACK_2_EQUIVALENT_DATA => reading.track_2 = tlv.value,
                _ => {}
            }
        }
    }
    then(reading)
}

/// `Tlv::from_bytes` builds a tree of owned values; objects counted in it, then two searches.
pub fn emv<R>(answer: &[u8], then: impl FnOnce(Reading<'_>) -> R) -> R {
    fn count(tlv: &emv::Tlv) -> usize {
        1 + tlv.value().as_constructed().unwrap_or_default().iter().map(count).sum::<usize>()
    }
    let tree = emv::Tlv::from_bytes(answer).unwrap();
    let value = |tag| tree.find(emv::Tag(tag)).unwrap().value().as_primitive().unwrap();
    then(Reading { objects: count(&tree), signature: value(0x9F4B), track_2: value(0x57) })
}

/// `9F4B` and `57` as that crate's tags: made once, outside of what is timed.
pub fn iso7816_tags() -> [iso7816_tlv::ber::Tag; 2] {
    [0x9F4B_u32, 0x57].map(|tag| tag.try_into().unwrap())
}

/// `ber::Tlv::from_bytes` builds a tree of owned values; objects counted in it, then two searches.
pub fn iso7816_tlv<R>(
    answer: &[u8],
    [signature, track_2]: &[iso7816_tlv::ber::Tag; 2],
    then: impl FnOnce(Reading<'_>) -> R,
) -> R {
    use iso7816_tlv::ber::{Tag, Tlv, Value};
    fn count(tlv: &Tlv) -> usize {
        match tlv.value() {
            Value::Constructed(children) => 1 + children.iter().map(count).sum::<usize>(),
            Value::Primitive(_) => 1,
        }
    }
    fn value<'a>(tree: &'a Tlv, tag: &Tag) -> &'a [u8] {
        match tree.find(tag).unwrap().value() {
            Value::Primitive(value) => value,
            Value::Constructed(_) => unreachable!(),
        }
    }
    let tree = Tlv::from_bytes(answer).unwrap();
    then(Reading {
        objects: count(&tree),
        signature: value(&tree, signature),
        track_2: value(&tree, track_2),
    })
}
