//! Damage on the way: no changed byte under a signature leaves it verified, in either direction.
//!
//! Every byte of every answer of a card with real keys is changed in turn: all 255 ways in the data of relay resistance,
//! in headers and in objects of up to 32 bytes, each single bit and all bits in long ones (certificates, `9F4B`). So are
//! the data of each command before the card sees them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::ops::Range;
use std::sync::Arc;

use support::MemoryLog;
use support::card::{Card, Kind};
use support::tap::{Tap, Waits};
use tapkernel_core::kernel::KernelConclusion;
use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::Outcome;
use tapkernel_core::tlv::{Limits, Walk};

/// One byte of the command or of the answer number `exchange`.
#[derive(Clone, Copy, Debug)]
struct Damage {
    exchange: usize,
    answer: bool,
    byte: usize,
    mask: u8,
}

/// The card with relay resistance.
fn card() -> Card {
    Card::new(Kind { relay_resistance: true, ..Kind::default() })
}

/// A transaction with one byte damaged; the exchanges as they left their sender.
fn run(damage: Option<Damage>) -> (KernelConclusion, Vec<[Vec<u8>; 2]>) {
    let mut card = card();
    let mut tap = Tap::start(&card, &[], &Arc::<MemoryLog>::default(), 7);
    let mut exchanges = vec![];
    while tap.waits != Waits::Ended {
        let Waits::Card(command) = tap.waits.clone() else {
            tap.proceed(&mut card);
            continue;
        };
        let due = damage.filter(|damage| damage.exchange == exchanges.len());
        let heard = damaged(&command, due.filter(|damage| !damage.answer));
        let answer = card.answer(&heard);
        tap.answer(&damaged(&answer, due.filter(|damage| damage.answer)));
        exchanges.push([command, answer]);
    }
    (tap.conclusion.unwrap(), exchanges)
}

fn damaged(bytes: &[u8], damage: Option<Damage>) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Some(Damage { byte, mask, .. }) = damage {
        bytes[byte] ^= mask;
    }
    bytes
}

/// Each bit alone and all together.
const BITS: [u8; 9] = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF];

/// The masks for a byte of an answer: all of them, but for the inside of long objects.
fn masks(answer: &[u8], byte: usize) -> Vec<u8> {
    let objects = Walk::new(answer, Limits::default()).map_while(Result::ok).map(|node| node.tlv);
    let long = objects.filter(|object| !object.tag.is_constructed() && object.value.len() > 32);
    let long = long.map(|object| object.value_offset..object.end()).any(|value| value.contains(&byte));
    if long { BITS.to_vec() } else { (1..=0xFF).collect() }
}

/// The one part of the answers that no signature covers: the AFL, in the answer to GET PROCESSING OPTIONS. What it leads
/// to is covered. A changed status word ends the transaction.
const AFL: (usize, Range<usize>) = (0, 8..12);

fn assert_not_verified(damage: Damage) {
    let (conclusion, exchanges) = run(Some(damage));
    assert_ne!(conclusion.oda.result, OdaResult::Verified, "{damage:?}");
    // The TACs of this reader let a card approve that cannot do CDA; never one that was asked for it.
    let asked = exchanges.last().is_some_and(|[command, _]| command[1] == 0xAE && command[2] & 0x10 != 0);
    assert!(!asked || conclusion.parameters.outcome != Outcome::Approved, "{damage:?}: approved");
}

#[test]
fn no_changed_byte_of_an_answer_stays_verified() {
    let (whole, exchanges) = run(None);
    assert_eq!(whole.oda.result, OdaResult::Verified);
    let mut changed = 0;
    for (exchange, [_, answer]) in exchanges.iter().enumerate() {
        for byte in (0..answer.len()).filter(|byte| exchange != AFL.0 || !AFL.1.contains(byte)) {
            for mask in masks(answer, byte) {
                assert_not_verified(Damage { exchange, answer: true, byte, mask });
                changed += 1;
            }
        }
    }
    assert!(changed > 50_000, "only {changed} changes");
}

/// An AFL that is changed leads to the same signed records, or the signature does not hold.
#[test]
fn a_changed_afl_cannot_hide_a_signed_record() {
    let (whole, exchanges) = run(None);
    let records = |exchanges: &[[Vec<u8>; 2]]| {
        let read = exchanges.iter().filter(|[command, _]| command[1] == 0xB2);
        read.map(|[_, answer]| answer.clone()).collect::<Vec<_>>()
    };
    for (byte, mask) in AFL.1.flat_map(|byte| (1..=0xFF).map(move |mask| (byte, mask))) {
        let (conclusion, changed) = run(Some(Damage { exchange: AFL.0, answer: true, byte, mask }));
        let verified = conclusion.oda.result == whole.oda.result;
        assert!(!verified || records(&changed) == records(&exchanges), "byte {byte}, {mask:02X}");
    }
}

/// The data of a command that the card hears otherwise than they were sent. Headers are not signed: a card that is asked
/// for another cryptogram signs the one that it gives.
#[test]
fn no_changed_byte_of_a_command_stays_verified() {
    let (_, exchanges) = run(None);
    let mut heard = vec![];
    for (exchange, [command, _]) in exchanges.iter().enumerate() {
        let data = match command[1] {
            0xA8 => 7..command.len() - 1,
            0xEA | 0xAE => 5..command.len() - 1,
            _ => continue,
        };
        for (byte, mask) in data.flat_map(|byte| BITS.map(|mask| (byte, mask))) {
            assert_not_verified(Damage { exchange, answer: false, byte, mask });
        }
        heard.push(command[1]);
    }
    assert_eq!(heard, [0xA8, 0xEA, 0xAE]);
}

/// Signed data are not taken for those of another transaction of the same card: each exchange of a first transaction in
/// place of that of a second.
#[test]
fn no_answer_of_another_transaction_stays_verified() {
    let (_, first) = run(None);
    for (replayed, [_, old]) in first.iter().enumerate() {
        let mut card = card();
        card.answer(&first[0][0]);
        let mut tap = Tap::start(&card, &[], &Arc::<MemoryLog>::default(), 8);
        let (mut exchange, mut same) = (0, true);
        while tap.waits != Waits::Ended {
            let Waits::Card(command) = tap.waits.clone() else {
                tap.proceed(&mut card);
                continue;
            };
            let answer = card.answer(&command);
            same &= exchange != replayed || answer == *old;
            tap.answer(if exchange == replayed { old } else { &answer });
            exchange += 1;
        }
        let verified = tap.conclusion.unwrap().oda.result == OdaResult::Verified;
        assert_eq!(verified, same, "exchange {replayed}");
    }
}
