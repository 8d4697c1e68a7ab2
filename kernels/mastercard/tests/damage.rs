//! Damaged answers: no changed byte under a signature leaves it verified; no answer of any form makes the kernel
//! panic, hang, or approve what it cannot check.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::sync::LazyLock;
use std::time::Duration;

use proptest::prelude::*;
use support::vector::{In, Signal, Vector, vector};
use support::{Bench, unhex};
use tapkernel_core::kernel::KernelConclusion;
use tapkernel_core::oda::OdaResult;
use tapkernel_core::outcome::Outcome;

/// Runs a vector with the answer number `at` replaced; a kernel that still waits at the end gives `None`.
fn run_with(vector: &Vector, at: usize, replacement: &[u8]) -> Option<KernelConclusion> {
    let mut bench = Bench::start(vector);
    let mut outcome = bench.outcome();
    let mut number = 0;
    for signal in &vector.signals[1..] {
        match signal {
            Signal::In(In::Ra { bytes, us }) => {
                let own = unhex(bytes);
                bench.answer(if number == at { replacement } else { &own }, Duration::from_micros(*us));
                number += 1;
            }
            Signal::In(told) => bench.tell(told),
            Signal::Out(_) => continue,
        }
        outcome = outcome.or(bench.outcome());
    }
    outcome
}

fn answers(vector: &Vector) -> Vec<Vec<u8>> {
    let answers = vector.signals.iter().filter_map(|signal| match signal {
        Signal::In(In::Ra { bytes, .. }) => Some(unhex(bytes)),
        _ => None,
    });
    answers.collect()
}

/// Whether byte `offset` of answer `number` is under a signature: all of relay resistance data and records, in the answer
/// to GENERATE AC what follows the header of the template. The answer to GPO is signed through its AIP only.
fn is_signed(vector: &Vector, number: usize, offset: usize, length: usize) -> bool {
    let relay = vector.name.starts_with("sr1/");
    let first_record = if relay { 2 } else { 1 };
    let data = offset < length - 2;
    match number {
        0 => (4..6).contains(&offset),
        1 if relay => data && offset >= 2,
        _ if number >= first_record => data,
        _ => false,
    }
}

#[test]
fn no_changed_byte_stays_verified() {
    let mut changed = 0;
    for name in ["s1/complete", "sr1/signed-data"] {
        let vector = vector(name);
        for (number, answer) in answers(&vector).iter().enumerate() {
            for offset in (0..answer.len()).filter(|&at| is_signed(&vector, number, at, answer.len())) {
                for mask in [0x01, 0x80, 0xFF] {
                    let mut bytes = answer.clone();
                    bytes[offset] ^= mask;
                    let outcome = run_with(&vector, number, &bytes);
                    let verified = outcome.is_some_and(|end| end.oda.result == OdaResult::Verified);
                    assert!(!verified, "{name}: answer {number}, byte {offset}, {mask:02X}");
                    changed += 1;
                }
            }
        }
    }
    assert!(changed > 3000, "only {changed} changes");
}

#[test]
fn every_cut_answer_ends_without_approval() {
    let vector = vector("sr1/signed-data");
    for (number, answer) in answers(&vector).iter().enumerate() {
        for length in 0..answer.len() - 2 {
            for tail in [&[][..], &[0x90, 0x00]] {
                let cut = [&answer[..length], tail].concat();
                let end = run_with(&vector, number, &cut);
                let approved = end.is_some_and(|end| end.parameters.outcome == Outcome::Approved);
                assert!(!approved, "answer {number} cut to {length}");
            }
        }
    }
}

/// A transaction with relay resistance and CDA.
static WHOLE: LazyLock<Vector> = LazyLock::new(|| vector("sr1/signed-data"));

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Bytes of any kind in place of any answer.
    #[test]
    fn any_answer_is_survived(at in 0_usize..6, body in proptest::collection::vec(any::<u8>(), 0..256)) {
        let vector = &*WHOLE;
        let rapdu = [&body[..], &[0x90, 0x00]].concat();
        let end = run_with(vector, at, &rapdu);
        prop_assert!(end.is_none_or(|end| end.parameters.outcome != Outcome::Approved));
    }

    /// Templates of any content in place of any answer.
    #[test]
    fn any_template_is_survived(
        at in 0_usize..6,
        template in prop_oneof![Just(0x70_u8), Just(0x77), Just(0x80)],
        body in proptest::collection::vec(any::<u8>(), 0..120),
    ) {
        let vector = &*WHOLE;
        let length = u8::try_from(body.len()).unwrap();
        let rapdu = [&[template, length][..], &body, &[0x90, 0x00]].concat();
        let end = run_with(vector, at, &rapdu);
        prop_assert!(end.is_none_or(|end| end.oda.result != OdaResult::Verified));
    }
}
