//! One tap on a software card, by hand, for the tests.
#![allow(dead_code)]

use std::collections::BTreeMap;

use tapkernel_core::data::{ApplicationFileLocator, Database, tags};
use tapkernel_core::tlv::{Tag, TlvReader};
use tapkernel_simulator::card::SoftwareCard;

pub(crate) const AID: &str = "A0000000031010";
/// EMV mode, online PIN, signature, ODA for online; CDCVM.
pub(crate) const TTQ: &str = "27004000";
/// The same, online cryptogram and CVM required.
pub(crate) const TTQ_ONLINE_PIN: &str = "27C04000";

pub(crate) fn vec(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(crate) fn terminal(ttq: &str, amount: u64) -> BTreeMap<&'static str, String> {
    let amount = format!("{amount:012}");
    let values = [
        ("9F66", ttq),
        ("9F02", &amount),
        ("9F03", "000000000000"),
        ("9F1A", "0250"),
        ("95", "0000000000"),
        ("5F2A", "0978"),
        ("9A", "261121"),
        ("9C", "00"),
        ("9F37", "01020304"),
    ];
    values.into_iter().map(|(tag, value)| (tag, value.to_owned())).collect()
}

/// GET PROCESSING OPTIONS with what the simulator's PDOL asks for.
pub(crate) fn gpo_command(terminal: &BTreeMap<&'static str, String>) -> Vec<u8> {
    let order = ["9F66", "9F02", "9F03", "9F1A", "95", "5F2A", "9A", "9C", "9F37"];
    let data: String = order.iter().map(|tag| terminal[tag].as_str()).collect();
    let length = data.len() / 2;
    vec(&format!("80A80000{:02X}83{length:02X}{data}00", length + 2))
}

pub(crate) struct Tap {
    pub(crate) gpo: Vec<u8>,
    pub(crate) records: Vec<(bool, Vec<u8>)>,
    pub(crate) data: Database,
}

pub(crate) fn ok(mut answer: Vec<u8>) -> Vec<u8> {
    let status = answer.split_off(answer.len() - 2);
    assert_eq!(hex(&status), "9000");
    assert!(answer.len() <= 256, "{} bytes", answer.len());
    answer
}

pub(crate) fn select(card: &mut SoftwareCard) {
    ok(card.answer(b"\x00\xA4\x04\x00\x0E2PAY.SYS.DDF01\x00"));
    ok(card.answer(&vec(&format!("00A4040007{AID}00"))));
}

/// A whole tap; fails unless every answer is 9000, fits, and no data object comes twice.
pub(crate) fn tap(card: &mut SoftwareCard, terminal: &BTreeMap<&'static str, String>) -> Tap {
    select(card);
    let gpo = ok(card.answer(&gpo_command(terminal)));
    let mut data = Database::new();
    take_in(&mut data, content(&gpo, 0x77));
    let locator = data.get(tags::APPLICATION_FILE_LOCATOR).unwrap().to_vec();
    let mut records = Vec::new();
    for record in ApplicationFileLocator::parse(&locator).unwrap().records() {
        let answer = ok(card.answer(&[0x00, 0xB2, record.record, record.sfi << 3 | 4, 0x00]));
        take_in(&mut data, content(&answer, 0x70));
        records.push((record.takes_part_in_oda, answer));
    }
    card.field_off();
    Tap { gpo, records, data }
}

fn content(answer: &[u8], template: u32) -> &[u8] {
    let all: Vec<_> = TlvReader::new(answer).map(Result::unwrap).collect();
    assert_eq!((all.len(), all[0].tag), (1, Tag::new(template)));
    all[0].value
}

fn take_in(data: &mut Database, content: &[u8]) {
    for object in TlvReader::new(content).map(Result::unwrap) {
        assert!(!data.is_present(object.tag), "{} comes twice", object.tag);
        data.insert(object.tag, object.value);
    }
}

/// What a kernel gives the acquirer: the terminal's and the card's data objects together.
pub(crate) fn data_record(terminal: &BTreeMap<&'static str, String>, tap: &Tap) -> Database {
    let mut record = Database::new();
    for (tag, value) in terminal {
        record.insert(tag.parse().unwrap(), &vec(value));
    }
    for tag in ["9F26", "82", "9F36", "5F34", "9F10", "57"] {
        let tag = tag.parse().unwrap();
        record.insert(tag, tap.data.get(tag).unwrap());
    }
    record
}
