//! Commands as bytes, answers with their status, and the two detours 61xx and 6Cxx.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use tapkernel_core::apdu::{CApdu, Exchange, Next, RApdu, RApduError, StatusWord};
use tapkernel_core::data::Aid;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The bytes of recorded taps.
#[test]
fn commands_as_recorded() {
    let aid = Aid::new(&[0xA0, 0, 0, 0, 0x03, 0x10, 0x10]).unwrap();
    assert_eq!(hex(CApdu::select_ppse().as_bytes()), "00A404000E325041592E5359532E444446303100");
    assert_eq!(hex(CApdu::select(&aid, &[]).unwrap().as_bytes()), "00A4040007A000000003101000");
    assert_eq!(hex(CApdu::select(&aid, &[1, 2]).unwrap().as_bytes()), "00A4040009A0000000031010010200");
    assert_eq!(hex(CApdu::get_processing_options(&[]).unwrap().as_bytes()), "80A8000002830000");
    assert_eq!(hex(CApdu::read_record(3, 1).as_bytes()), "00B2011C00");
    assert_eq!(hex(CApdu::read_record(2, 3).as_bytes()), "00B2031400");
    assert_eq!(hex(CApdu::get_response(0x12).as_bytes()), "00C0000012");
}

#[test]
fn a_name_has_at_most_sixteen_bytes_with_its_extension() {
    let aid = Aid::new(&[0xA0; 14]).unwrap();
    assert!(CApdu::select(&aid, &[1, 2]).is_some());
    assert_eq!(CApdu::select(&aid, &[1, 2, 3]), None);
}

/// The template 83 takes a second length byte from 128 on; Lc has one byte.
#[test]
fn pdol_data_at_every_length() {
    for length in 0..=300 {
        let data = vec![0x55; length];
        let command = CApdu::get_processing_options(&data);
        if length > 252 {
            assert_eq!(command, None);
            continue;
        }
        let command = command.unwrap();
        let template = if length < 128 { 2 } else { 3 };
        let bytes = command.as_bytes();
        assert_eq!(bytes.len(), 5 + template + length + 1);
        assert_eq!(usize::from(bytes[4]), template + length);
        assert_eq!(usize::from(bytes[4 + template]), length);
        assert_eq!(command.header(), [0x80, 0xA8, 0, 0]);
    }
}

#[test]
fn an_answer_has_a_status_and_at_most_256_bytes() {
    assert_eq!(RApdu::parse(&[]), Err(RApduError::TooShort));
    assert_eq!(RApdu::parse(&[0x90]), Err(RApduError::TooShort));
    assert_eq!(RApdu::parse(&[0x90, 0x00]).unwrap().success(), Some(&[][..]));
    assert_eq!(RApdu::parse(&[0; 258]).unwrap().data.len(), 256);
    assert_eq!(RApdu::parse(&[0; 259]), Err(RApduError::TooLong));
    assert_eq!(RApdu::parse(&[7, 0x69, 0x85]).unwrap().status, StatusWord::CONDITIONS_NOT_SATISFIED);
    assert_eq!(RApdu::parse(&[7, 0x69, 0x85]).unwrap().success(), None);
}

/// Whatever a card answers, each detour is taken at most once, and every other status is final.
#[test]
fn each_detour_once_for_every_status() {
    for first in 0..=0xFFFF {
        let mut exchange = Exchange::new(CApdu::read_record(1, 1));
        let mut answer = |status: u16| exchange.answered(&RApdu { data: &[], status: StatusWord(status) });
        let [sw1, sw2] = u16::to_be_bytes(first);
        let wanted = match sw1 {
            0x61 => Some(format!("00C00000{sw2:02X}")),
            0x6C => Some(format!("00B2010C{sw2:02X}")),
            _ => None,
        };
        let next = match answer(first) {
            Next::Send(command) => Some(hex(command.as_bytes())),
            Next::Done => None,
        };
        assert_eq!(next, wanted, "{first:04X}");
        assert_eq!(answer(u16::from_be_bytes([sw1, 0x10])), Next::Done, "{first:04X} a second time");
    }
}

#[test]
fn get_response_may_be_followed_by_one_corrected_length() {
    let mut exchange = Exchange::new(CApdu::read_record(1, 1));
    let mut answer = |status: u16| exchange.answered(&RApdu { data: &[], status: StatusWord(status) });
    assert_eq!(answer(0x6120), Next::Send(CApdu::get_response(0x20)));
    let Next::Send(again) = answer(0x6C18) else { panic!("6C after 61 is the first of its kind") };
    assert_eq!(hex(again.as_bytes()), "00C0000018");
    assert_eq!(answer(0x6120), Next::Done);
    assert_eq!(answer(0x6C18), Next::Done);
}

/// EXTERNAL AUTHENTICATE ends with data: no byte of it may become a length.
#[test]
fn a_command_without_le_is_not_corrected() {
    let mut exchange = Exchange::new(CApdu::external_authenticate(&[7; 8]).unwrap());
    assert_eq!(exchange.answered(&RApdu { data: &[], status: StatusWord(0x6C10) }), Next::Done);
    let mut exchange = Exchange::new(CApdu::select_ppse());
    let Next::Send(again) = exchange.answered(&RApdu { data: &[], status: StatusWord(0x6C10) }) else {
        panic!("SELECT has an Le")
    };
    assert_eq!(hex(again.as_bytes()), "00A404000E325041592E5359532E444446303110");
}

#[test]
fn debug_shows_no_data() {
    let command = CApdu::get_processing_options(&[0x47, 0x61, 0x73]).unwrap();
    assert_eq!(format!("{command:?}"), "CApdu(80A80000, 11 bytes)");
    assert_eq!(format!("{:?}", RApdu::parse(&[0x47, 0x61, 0x90, 0x00]).unwrap()), "RApdu(2 bytes, 9000)");
}
