//! A card that answers with anything: three hundred thousand signals, no panic, always an end, never an approval on a signature that
//! does not hold.
//!
//! The answers are those of a card with real keys, changed more or less: bits, lengths, objects taken out, put in twice or
//! put in from other answers, answers swapped or cut. Signals that nobody asked for come in between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::cast_possible_truncation)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use support::MemoryLog;
use support::card::{Card, Kind};
use support::tap::{Tap, Waits};
use tapkernel_core::data::{Database, UnpredictableNumber};
use tapkernel_core::kernel::Signal;
use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::{L1Error, Outcome};
use tapkernel_core::tlv::{Tlv, TlvReader};
use tapkernel_mastercard::TornTransactionLog;

/// xorshift; the same transactions in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % limit.max(1)
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// The answer, changed.
fn changed(answer: &[u8], before: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = answer.to_vec();
    let at = random.below(bytes.len());
    match random.below(9) {
        0 => bytes[at] ^= 1 << random.below(8),
        1 => bytes[at] = random.byte(),
        2 => bytes.truncate(at),
        3 => bytes.insert(at, random.byte()),
        4 => bytes = (0..random.below(260)).map(|_| random.byte()).collect(),
        5 => bytes = rewritten(answer, before, random),
        6 => bytes = before.get(random.below(before.len())).cloned().unwrap_or_default(),
        7 => bytes = vec![[0x69, 0x6A, 0x90, 0x63][random.below(4)], random.byte()],
        _ => {
            let end = bytes.len() - 2;
            bytes.splice(end.., [0x90, 0x00]);
            bytes.drain(at.min(end)..end);
        }
    }
    bytes
}

/// The template with an object less, twice, emptied, or one of another answer more.
fn rewritten(answer: &[u8], before: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut all = objects(answer);
    let at = random.below(all.len());
    let other = before.get(random.below(before.len())).map(|other| objects(other)).unwrap_or_default();
    match random.below(4) {
        0 if !all.is_empty() => drop(all.remove(at)),
        1 if !all.is_empty() => all.push(all[at].clone()),
        2 if !all.is_empty() => all[at].truncate(2),
        _ => all.extend(other.get(random.below(other.len())).cloned()),
    }
    let body = all.concat();
    let length = (body.len() as u16).to_be_bytes();
    [&[answer[0], 0x82, length[0], length[1]], &body[..], &[0x90, 0x00]].concat()
}

/// The coded objects in the template that the answer is.
fn objects(answer: &[u8]) -> Vec<Vec<u8>> {
    let whole = TlvReader::new(&answer[..answer.len().saturating_sub(2)]).next();
    let coded = |object: Tlv<'_>| answer[object.offset..object.end()].to_vec();
    let children = |whole: Tlv<'_>| whole.children().map_while(Result::ok).map(coded).collect();
    whole.and_then(Result::ok).map(children).unwrap_or_default()
}

/// Any signal, asked for or not.
fn intrude(tap: &mut Tap, random: &mut Random) {
    let bytes: Vec<u8> = (0..random.below(40)).map(|_| random.byte()).collect();
    let data: Database =
        TlvReader::new(&bytes).map_while(Result::ok).map(|all| (all.tag, all.value)).collect();
    match random.below(6) {
        0 => tap.tell(Signal::Det(&data)),
        1 => tap.tell(Signal::UnpredictableNumber(UnpredictableNumber([random.byte(); 4]))),
        2 => tap
            .tell(Signal::Ra { rapdu: &bytes, elapsed: Duration::from_micros(random.below(90_000) as u64) }),
        3 => tap.tell(Signal::Timeout),
        4 if random.one_in(4) => tap.tell(Signal::L1Rsp(L1Error::Transmission)),
        5 if random.one_in(4) => tap.tell(Signal::Stop),
        _ => {}
    }
}

/// A transaction to its end; how many signals it took.
fn run(random: &mut Random, log: &Arc<MemoryLog>, seen: &mut BTreeMap<String, usize>) -> usize {
    let kind = Kind {
        relay_resistance: random.one_in(2),
        recovers: random.one_in(2),
        forgets: false,
        amount_in_pdol: random.one_in(4),
        prefers_online: random.one_in(4),
    };
    let mut card = Card::new(kind);
    let terminal = [("DF811D", "02"), ("9F35", ["22", "21", "26"][random.below(3)])];
    let mut tap = Tap::start(&card, &terminal, log, random.byte() & 0x03);
    let (mut signals, mut cryptograms, mut before, calm) = (1, 0, vec![], random.below(12));
    while tap.waits != Waits::Ended {
        signals += 1;
        match tap.waits.clone() {
            _ if random.one_in(12 + calm) => intrude(&mut tap, random),
            Waits::Card(command) => {
                cryptograms += usize::from(command[1] == 0xAE);
                let answer = card.answer(&command);
                let told =
                    if random.one_in(2 + calm) { changed(&answer, &before, random) } else { answer.clone() };
                before.push(answer);
                tap.answer(&told);
            }
            _ => tap.proceed(&mut card),
        }
        assert!(signals < 1000, "a transaction without end");
    }
    check(&tap, cryptograms, seen);
    signals
}

fn check(tap: &Tap, cryptograms: usize, seen: &mut BTreeMap<String, usize>) {
    let conclusion = tap.conclusion.as_ref().unwrap();
    let (outcome, result) = (conclusion.parameters.outcome, conclusion.oda.result);
    *seen.entry(format!("{outcome} {result}")).or_default() += 1;
    let parameter = tap.kernel.database().get(support::tag("DF8114")).unwrap_or_default().first().copied();
    let asked = parameter.is_some_and(|parameter| parameter & 0x10 != 0);
    let taken = matches!(outcome, Outcome::Approved | Outcome::OnlineRequest);
    assert!(!(taken && asked) || result == OdaResult::Verified, "taken on a signature that does not hold");
    assert!(cryptograms <= 1, "GENERATE AC twice in one tap");
}

#[test]
fn three_hundred_thousand_signals() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let log = Arc::<MemoryLog>::default();
    let (mut signals, mut seen) = (0, BTreeMap::new());
    while signals < 300_000 {
        signals += run(&mut random, &log, &mut seen);
        assert!(log.records().len() <= 2, "the log keeps its limit");
    }
    for often in [
        "Approved verified",
        "Online Request verified",
        "End Application failed",
        "Select Next not-performed",
    ] {
        assert!(seen.get(often).is_some_and(|times| *times > 1000), "{often}: {seen:?}");
    }
}
