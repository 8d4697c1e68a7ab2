//! The state diagram, whole: every state and every signal; the card lost, the reader stopped at every command of a
//! transaction, and the tap after it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use support::Bench;
use support::vector::{In, Signal, Vector, vector};
use tapkernel_core::data::{Database, UnpredictableNumber, tags};
use tapkernel_core::kernel::{KernelConclusion, Output, Signal as Told};
use tapkernel_core::outcome::{L1Error, L3Error, Outcome, Start};
use tapkernel_mastercard::TornTransactionLog;

/// A kernel that has been told the first `count` signals of the vector, and what it said last.
fn after(vector: &Vector, count: usize) -> (Bench, Vec<Output>) {
    let mut bench = Bench::start(vector);
    let mut said = bench.polled();
    for told in inputs(vector).take(count) {
        bench.tell(told);
        said = bench.polled();
    }
    (bench, said)
}

/// The signals of a vector after ACT.
fn inputs(vector: &Vector) -> impl Iterator<Item = &In> {
    let told = vector.signals.iter().filter_map(|signal| match signal {
        Signal::In(told) => Some(told),
        Signal::Out(_) => None,
    });
    told.skip(1)
}

/// Where a signal leads.
#[derive(Debug, PartialEq, Eq)]
enum Leads {
    /// Nothing is said, and the kernel waits on.
    Stays,
    TryAgain,
    CardLost,
    Stopped,
    TimedOut,
}

fn end_of(conclusion: &KernelConclusion) -> Leads {
    let (outcome, start) = (conclusion.parameters.outcome, conclusion.parameters.start);
    match (outcome, start, conclusion.error.l1, conclusion.error.l3) {
        (Outcome::TryAgain, Some(Start::B), Some(_), None) => Leads::TryAgain,
        (Outcome::EndApplication, Some(Start::B), Some(_), None) => Leads::CardLost,
        (Outcome::EndApplication, None, None, Some(L3Error::Stop)) => Leads::Stopped,
        (Outcome::EndApplication, None, None, Some(L3Error::TimeOut)) => Leads::TimedOut,
        other => panic!("{other:?}"),
    }
}

fn lead(vector: &Vector, count: usize, told: Told<'_>) -> Leads {
    let (mut bench, _) = after(vector, count);
    bench.handle(told);
    match bench.polled().as_slice() {
        [] => Leads::Stays,
        [Output::Out(conclusion)] => end_of(conclusion),
        other => panic!("{other:?}"),
    }
}

/// State, a vector that passes through it, how many signals after ACT lead there, then where L1RSP, STOP, TIMEOUT lead.
type Row = (&'static str, &'static str, usize, Leads, Leads, Leads);

fn rows() -> Vec<Row> {
    use Leads::{CardLost, Stays, Stopped, TimedOut, TryAgain};
    vec![
        ("S2", "s2/data-needed", 0, Stays, Stopped, TimedOut),
        ("S3", "s1/complete", 0, TryAgain, Stopped, Stays),
        ("before SR1", "sr1/performed", 1, Stays, Stopped, Stays),
        ("SR1", "sr1/performed", 2, CardLost, Stopped, Stays),
        ("S4", "s1/complete", 1, CardLost, Stopped, Stays),
        ("S4'", "s4/first-not-tlv", 2, CardLost, Stopped, Stays),
        ("S5", "s5/object", 1, CardLost, Stopped, Stays),
        ("S6", "s6/flag-00", 4, Stays, Stopped, TimedOut),
        ("S9", "s1/complete", 4, CardLost, Stays, Stays),
        ("S10", "torn/recovered", 4, CardLost, Stays, Stays),
        ("S11", "torn/refused", 5, CardLost, Stays, Stays),
    ]
}

#[test]
fn every_state_and_every_signal() {
    for (state, name, count, l1rsp, stop, timeout) in rows() {
        let vector = vector(name);
        for error in [L1Error::TimeOut, L1Error::Transmission, L1Error::Protocol] {
            assert_eq!(lead(&vector, count, Told::L1Rsp(error)), l1rsp, "{state}: L1RSP {error:?}");
        }
        assert_eq!(lead(&vector, count, Told::Stop), stop, "{state}: STOP");
        assert_eq!(lead(&vector, count, Told::Timeout), timeout, "{state}: TIMEOUT");
        if !matches!(state, "S2" | "S6") {
            assert_eq!(lead(&vector, count, Told::Det(&Database::new())), Leads::Stays, "{state}: DET");
        }
        if state != "before SR1" {
            let number = Told::UnpredictableNumber(UnpredictableNumber([1; 4]));
            assert_eq!(lead(&vector, count, number), Leads::Stays, "{state}: a number nobody asked for");
        }
        let deadline = after(&vector, count).0.kernel.deadline().is_some();
        assert_eq!(deadline, timeout == Leads::TimedOut, "{state}: deadline");
    }
}

#[test]
fn an_answer_nobody_waits_for_changes_nothing() {
    for (state, name, count, ..) in
        rows().into_iter().filter(|row| ["S2", "before SR1", "S6"].contains(&row.0))
    {
        let (mut bench, _) = after(&vector(name), count);
        let before = bench.database().clone();
        bench.answer(&[0x90, 0x00], std::time::Duration::ZERO);
        assert_eq!((bench.polled(), bench.database()), (vec![], &before), "{state}");
    }
}

#[test]
fn after_the_outcome_the_kernel_is_silent() {
    for name in ["s1/complete", "s3/status-6985", "s9/l1-time-out", "s2/stop"] {
        let vector = vector(name);
        let (mut bench, said) = after(&vector, usize::MAX);
        assert!(matches!(said.last(), Some(Output::Out(_))), "{name}");
        let path = bench.kernel.path().len();
        bench.answer(&[0x90, 0x00], std::time::Duration::ZERO);
        bench.handle(Told::L1Rsp(L1Error::TimeOut));
        bench.handle(Told::Stop);
        bench.handle(Told::Timeout);
        bench.handle(Told::Det(&Database::new()));
        assert_eq!((bench.polled(), bench.kernel.path().len()), (vec![], path), "{name}");
        assert_eq!(bench.kernel.deadline(), None);
    }
}

/// The card leaves at each command of a transaction with relay resistance; the next tap, on the same log, is complete.
/// Only one cryptogram is ever taken.
#[test]
fn torn_at_every_command_and_tapped_again() {
    for (name, logged_at) in [("sr1/performed", None), ("torn/other-card", Some(4)), ("s1/complete", None)] {
        let vector = vector(name);
        let total = inputs(&vector).count();
        for count in 0..total {
            let (mut bench, _) = after(&vector, count);
            let log_before = bench.log.records().len();
            bench.handle(Told::L1Rsp(L1Error::TimeOut));
            let Some(lost) = bench.outcome() else { continue };
            assert!(lost.parameters.data_record.is_none(), "{name} {count}: no cryptogram was taken");
            let logged = bench.log.records().len() - log_before;
            assert_eq!(logged, usize::from(Some(count) == logged_at), "{name} {count}: torn records");
            if logged == 0 {
                retry(&vector, &bench);
            }
        }
    }
}

fn retry(vector: &Vector, torn: &Bench) {
    let mut bench = Bench::start_with(vector, torn.log.clone());
    inputs(vector).for_each(|told| bench.tell(told));
    let conclusion = bench.outcome().expect("the second tap is whole");
    assert_eq!(conclusion.parameters.outcome, Outcome::Approved, "{}", vector.name);
    assert!(conclusion.parameters.data_record.unwrap().is_not_empty(tags::APPLICATION_CRYPTOGRAM));
}

#[test]
fn a_torn_transaction_is_recovered_with_its_own_cryptogram() {
    let vector = vector("torn/logged");
    let (mut first, _) = after(&vector, 5);
    assert!(first.outcome().is_none(), "the outcome was polled with the last signal");
    let record = first.log.records().pop().expect("a record");
    let mut second = Bench::start_with(&vector, first.log.clone());
    let mut commands = vec![];
    for told in inputs(&vector).take(4) {
        second.tell(told);
        commands.extend(second.polled());
    }
    let Some(Output::Ca(command)) = commands.last() else { panic!("{commands:?}") };
    assert_eq!(command.header(), [0x80, 0xD0, 0x00, 0x00]);
    assert_eq!(first.log.records(), [record], "the record stays until the card has answered");
}

#[test]
fn stop_at_every_command() {
    let vector = vector("sr1/performed");
    for count in 0..inputs(&vector).count() {
        let (mut bench, _) = after(&vector, count);
        bench.handle(Told::Stop);
        let stopped = bench.outcome().map(|conclusion| conclusion.error.l3);
        let generate_ac_is_out = bench.kernel.path().contains(&"S456 generate AC");
        assert_eq!(stopped, (!generate_ac_is_out).then_some(Some(L3Error::Stop)), "signal {count}");
    }
}
