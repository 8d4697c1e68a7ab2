//! The relay resistance protocol through the whole kernel: response times from 0 to 100 ms in steps of 0.1 ms, three
//! tries, signed data equal or altered, against a naive computation.
//!
//! All triples of times would be 10^9 transactions. A try is judged by its own time and by the number of tries before it;
//! so each try goes through all 1001 times. The tries before it, which by definition were too slow, have the shortest and
//! the longest time that is; those after it, if any are due, the times next to which the naive verdict changes
//! ([`boundaries`]), each combination in its turn. Every such transaction runs to its end twice: with the data signed as
//! exchanged, and with one of the 14 bytes altered, each in its turn.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use support::card::{Card, Kind};
use support::tap::{Tap, Waits};
use support::{MemoryLog, hex, tag};
use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::{L2Error, Outcome};

/// What a card says of itself, in units of 0.1 ms.
#[derive(Clone, Copy, Debug)]
struct Times {
    least: i64,
    most: i64,
    /// Its answer on the way.
    device: i64,
}

/// Cards that are told apart by what comes of a time that is too long: inaccurate before it is too slow, too slow before
/// it is inaccurate; and two whose transmission time is not the reader's.
const CARDS: [Times; 4] = [
    Times { least: 100, most: 400, device: 20 },
    Times { least: 100, most: 200, device: 24 },
    Times { least: 100, most: 400, device: 11 },
    Times { least: 20, most: 300, device: 49 },
];

/// The reader's configuration, the values of the book: transmission of command and answer, grace below and above,
/// accuracy threshold.
const COMMAND: i64 = 18;
const ANSWER: i64 = 24;
const GRACE_BELOW: i64 = 20;
const GRACE_ABOVE: i64 = 50;
const ACCURACY: i64 = 300;

/// What has to come of the times of a transaction, tried in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Expected {
    tries: usize,
    measured: i64,
    /// Byte 5 of the TVR; nothing for a card that answers too quickly.
    tvr: Option<u8>,
}

/// From the rules, in signed numbers: what a try comes to depends on its time and on how many were before it. `None`:
/// all of them were too slow, and another is due.
fn naive(card: Times, times: &[i64]) -> Option<Expected> {
    for (before, time) in times.iter().enumerate() {
        let measured = (time - COMMAND - card.device.min(ANSWER)).max(0);
        let expected = |tvr| Some(Expected { tries: before + 1, measured, tvr });
        if measured < card.least - GRACE_BELOW {
            return expected(None);
        }
        let slow = measured > card.most + GRACE_ABOVE;
        if slow && before < 2 {
            continue;
        }
        let inaccurate = measured - card.least > ACCURACY;
        let mismatch = card.device * 100 / ANSWER < 50 || ANSWER * 100 / card.device < 50;
        let bits = 0x02 + if slow { 0x04 } else { 0 } + if inaccurate || mismatch { 0x08 } else { 0 };
        return expected(Some(bits));
    }
    None
}

/// The times next to which something else comes out in a last try, and both ends.
fn boundaries(card: Times) -> Vec<i64> {
    let outcome = |time| naive(card, &[1000, 1000, time]).unwrap().tvr;
    let change = |time: &i64| *time == 0 || *time == 1000 || outcome(*time) != outcome(time - 1);
    let changes: Vec<_> = (0..=1000).filter(change).collect();
    let mut both: Vec<_> =
        changes.iter().flat_map(|time| [time - 1, *time]).filter(|time| *time >= 0).collect();
    both.dedup();
    both
}

/// The shortest and the longest time that is too slow.
fn too_slow(card: Times) -> [i64; 2] {
    [(0..).find(|time| naive(card, &[*time]).is_none()).unwrap(), 1000]
}

fn software_card(times: Times) -> Card {
    let mut card = Card::new(Kind { relay_resistance: true, ..Kind::default() });
    let word = |value: i64| u16::try_from(value).unwrap().to_be_bytes();
    let times = [word(times.least), word(times.most), word(times.device)].concat();
    card.relay_data[4..].copy_from_slice(&times);
    card
}

/// Runs a transaction; `altered` is the byte of the signed data that is not what was exchanged.
fn run(of_card: Times, times: &[i64], altered: Option<usize>) -> Expected {
    let mut card = software_card(of_card);
    card.altered = altered.map(|at| (at, 1 << (at % 8)));
    let mut tap = Tap::start(&card, &[], &Arc::<MemoryLog>::default(), 7);
    let mut tries = 0;
    while tap.waits != Waits::Ended {
        let relay = matches!(&tap.waits, Waits::Card(command) if command[1] == 0xEA);
        let units = if relay { times[tries] } else { 40 };
        tries += usize::from(relay);
        tap.elapsed = Duration::from_micros(u64::try_from(units).unwrap() * 100);
        tap.proceed(&mut card);
    }
    let expected = naive(of_card, times).expect("three times are enough");
    let what = format!("{of_card:?}, {times:?}, altered {altered:?}");
    let conclusion = tap.conclusion.unwrap();
    let data = conclusion.parameters.discretionary_data.as_ref().unwrap();
    assert_eq!(data.get(tag("DF8306")).map(hex), Some(format!("{:04X}", expected.measured)), "{what}");
    assert_eq!(data.get(tag("DF8307")).map(hex), Some(format!("{:02X}", tries - 1)), "{what}");
    assert_eq!(tries, expected.tries, "{what}");
    let (outcome, l2, verified) = match (expected.tvr, altered) {
        (None, _) => (Outcome::EndApplication, Some(L2Error::CardDataError), OdaResult::NotPerformed),
        (Some(_), None) => (Outcome::Approved, None, OdaResult::Verified),
        (Some(_), Some(_)) => (Outcome::EndApplication, Some(L2Error::CamFailed), OdaResult::Failed),
    };
    let ended = (conclusion.parameters.outcome, conclusion.error.l2, conclusion.oda.result);
    assert_eq!(ended, (outcome, l2, verified), "{what}");
    let tvr = tap.kernel.database().get(tag("95")).unwrap();
    assert_eq!(tvr[4], expected.tvr.unwrap_or(0), "{what}");
    expected
}

type Seen = BTreeMap<(usize, Option<u8>), usize>;

/// The tries before, then all times, then for each try that is still due one boundary after the other in its turn.
fn all_times_of_try(card: Times, before: &[i64], seen: &mut Seen) {
    for time in 0..=1000 {
        let followed = followed_by(card, &[before, &[time]].concat());
        let turn = usize::try_from(time).unwrap();
        let times = &followed[turn % followed.len()];
        let expected = run(card, times, None);
        assert_eq!(run(card, times, Some(turn % 14)), expected);
        *seen.entry((expected.tries, expected.tvr)).or_default() += 1;
    }
}

/// The times with every boundary for each try that is still due after them.
fn followed_by(card: Times, so_far: &[i64]) -> Vec<Vec<i64>> {
    if naive(card, so_far).is_some() {
        return vec![so_far.to_vec()];
    }
    let next = boundaries(card).into_iter();
    next.flat_map(|next| followed_by(card, &[so_far, &[next]].concat())).collect()
}

/// Every number of tries with every end that it can have: too quick, or byte 5 of the TVR.
fn assert_all_seen(seen: &Seen, tries: &[usize]) {
    let byte_5 = [None, Some(0x02), Some(0x0A)];
    let mut wanted: Vec<_> = tries.iter().flat_map(|tries| byte_5.map(|tvr| (*tries, tvr))).collect();
    wanted.extend([0x06, 0x0E].map(|tvr| (3, Some(tvr))));
    wanted.sort_unstable();
    assert_eq!(seen.keys().copied().collect::<Vec<_>>(), wanted);
}

#[test]
fn every_time_of_the_first_try() {
    let mut seen = Seen::new();
    for card in CARDS {
        all_times_of_try(card, &[], &mut seen);
    }
    assert_all_seen(&seen, &[1, 2, 3]);
}

#[test]
fn every_time_of_the_second_try() {
    let mut seen = Seen::new();
    for card in CARDS {
        too_slow(card).into_iter().for_each(|first| all_times_of_try(card, &[first], &mut seen));
    }
    assert_all_seen(&seen, &[2, 3]);
}

#[test]
fn every_time_of_the_third_try() {
    let mut seen = Seen::new();
    for card in CARDS {
        for first in too_slow(card) {
            too_slow(card).into_iter().for_each(|second| all_times_of_try(card, &[first, second], &mut seen));
        }
    }
    assert_all_seen(&seen, &[3]);
}
