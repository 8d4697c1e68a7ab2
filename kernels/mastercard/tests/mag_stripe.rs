//! Mag-stripe mode over more than one tap: the wait after failed checksums, the card lost at every command.
#![cfg(feature = "mag-stripe")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod support;

use std::time::Duration;

use support::activation::activation;
use support::vector::{In, Signal, Vector, vector};
use support::{Bench, MemoryLog};
use tapkernel_core::kernel::{Kernel, KernelConclusion, Signal as Told};
use tapkernel_core::outcome::{L1Error, Outcome};
use tapkernel_core::time::Instant;
use tapkernel_mastercard::Kernel2;

/// A tap on `kernel`, at rest before its first answer.
fn tap(kernel: &Kernel2, vector: &Vector) -> Bench {
    let now = Instant::from_micros(1_000_000);
    let log = std::sync::Arc::new(MemoryLog::default());
    Bench { kernel: kernel.activate(activation(vector), now), log, now }
}

fn inputs(vector: &Vector) -> impl Iterator<Item = &In> {
    let told = vector.signals.iter().filter_map(|signal| match signal {
        Signal::In(told) => Some(told),
        Signal::Out(_) => None,
    });
    told.skip(1)
}

/// How long the kernel waits once the first `count` signals are told.
fn wait_after(kernel: &Kernel2, name: &str, count: usize) -> Option<Duration> {
    let vector = vector(name);
    let mut bench = tap(kernel, &vector);
    inputs(&vector).take(count).for_each(|told| bench.tell(told));
    bench.kernel.deadline().map(|until| until.since(bench.now))
}

fn milliseconds(waits: &[Option<Duration>]) -> Vec<u128> {
    waits.iter().map(|wait| wait.unwrap().as_millis()).collect()
}

#[test]
fn each_failure_doubles_the_wait_and_a_checksum_ends_it() {
    let kernel = Kernel2::default();
    let fails = |name| wait_after(&kernel, name, 4);
    let waits = ["ms/s13-status", "ms/s14-l1-protocol", "ms/s13-declined-000000", "ms/s13-no-atc"].map(fails);
    assert_eq!(milliseconds(&waits), [300, 600, 1200, 2400]);
    let waits = ["ms/s14-phone-000001", "ms/s13-l1-time-out", "ms/s14-empty", "ms/s13-status"].map(fails);
    assert_eq!(milliseconds(&waits), [4800, 9600, 9600, 9600]);
    assert_eq!(fails("ms/complete"), None, "a checksum is not waited for");
    assert_eq!(milliseconds(&[fails("ms/s14-not-verified-above"), fails("ms/s13-status")]), [300, 600]);
    assert_eq!(fails("ms/s14-verified"), None);
    assert_eq!(milliseconds(&[fails("ms/s13-status")]), [300]);
}

#[test]
fn failures_before_the_checksum_are_not_waited_for() {
    let kernel = Kernel2::default();
    for _ in 0..3 {
        assert_eq!(wait_after(&kernel, "ms/s7-status", 2), None);
        assert_eq!(wait_after(&kernel, "ms/s7-l1-time-out", 2), None);
    }
    assert_eq!(milliseconds(&[wait_after(&kernel, "ms/s13-status", 4)]), [300]);
}

#[test]
fn clones_share_the_counter_and_other_kernels_do_not() {
    let kernel = Kernel2::default();
    let waits = [&kernel, &kernel.clone(), &kernel].map(|kernel| wait_after(kernel, "ms/s13-status", 4));
    assert_eq!(milliseconds(&waits), [300, 600, 1200]);
    assert_eq!(milliseconds(&[wait_after(&Kernel2::default(), "ms/s13-status", 4)]), [300]);
}

#[test]
fn a_time_out_before_its_time_does_not_end_the_wait() {
    let vector = vector("ms/s13-status");
    let mut bench = tap(&Kernel2::default(), &vector);
    inputs(&vector).take(4).for_each(|told| bench.tell(told));
    bench.polled();
    let until = bench.kernel.deadline().unwrap();
    bench.now = Instant::from_micros(until.as_micros() - 1);
    bench.handle(Told::Timeout);
    assert_eq!((bench.polled(), bench.kernel.deadline()), (vec![], Some(until)));
    bench.now = until;
    bench.handle(Told::Timeout);
    assert_eq!(bench.outcome().unwrap().parameters.outcome, Outcome::EndApplication);
}

/// What waits in the states is not shown, neither as characters nor as numbers.
#[test]
fn debug_shows_no_digit_of_the_tracks() {
    let vector = vector("ms/complete-track-1");
    for count in 0..=inputs(&vector).count() {
        let mut bench = tap(&Kernel2::default(), &vector);
        inputs(&vector).take(count).for_each(|told| bench.tell(told));
        let shown = format!("{:?}", bench.kernel);
        for digits in ["5413339", "5, 4, 1, 3", "53, 52, 49, 51", "84, 19", "54, 13"] {
            assert!(!shown.contains(digits), "after {count} signals: {digits} in {shown}");
        }
    }
}

/// What goes wrong in the place of an answer.
const FAULTS: [Told<'_>; 5] = [
    Told::L1Rsp(L1Error::TimeOut),
    Told::L1Rsp(L1Error::Transmission),
    Told::L1Rsp(L1Error::Protocol),
    Told::Stop,
    Told::Timeout,
];

/// All of a transaction, waits included, with a fault after `count` signals, if any. Where the kernel does not take the
/// fault, the card answers after it.
fn run(kernel: &Kernel2, vector: &Vector, fault: Option<(usize, Told<'static>)>) -> KernelConclusion {
    let mut bench = tap(kernel, vector);
    let count = fault.map_or(usize::MAX, |(count, _)| count);
    inputs(vector).take(count).for_each(|told| bench.tell(told));
    if let Some((_, fault)) = fault {
        bench.polled();
        bench.handle(fault);
        if bench.kernel.deadline().is_some() {
            bench.tell(&In::Timeout);
        }
        if let Some(ended) = bench.outcome() {
            return ended;
        }
        inputs(vector).skip(count).for_each(|told| bench.tell(told));
    }
    bench.outcome().expect("an outcome")
}

/// A card that is lost gives no checksum to anybody; a fault that the kernel does not take changes nothing. Either way a
/// payment comes to one Online Request.
#[test]
fn every_fault_at_every_command_and_tapped_again() {
    let kernel = Kernel2::default();
    for name in ["ms/complete", "ms/s14-verified", "ms/complete-track-1"] {
        let vector = vector(name);
        let whole = run(&kernel, &vector, None);
        assert_eq!(whole.parameters.outcome, Outcome::OnlineRequest, "{name}");
        for (count, fault) in [0, 1, 3].into_iter().flat_map(|count| FAULTS.map(|fault| (count, fault))) {
            let ended = run(&kernel, &vector, Some((count, fault)));
            if ended.parameters.outcome == Outcome::OnlineRequest {
                assert!(!matches!(fault, Told::L1Rsp(_)), "{name} {count} {fault:?}");
                assert_eq!(ended, whole, "{name} {count} {fault:?}");
                continue;
            }
            assert_eq!(ended.parameters.data_record, None, "{name} {count} {fault:?}");
            assert_eq!(run(&kernel, &vector, None), whole, "{name} {count} {fault:?}");
        }
    }
}

/// No damage to an answer makes an online request without a Data Record, or one of a card that gave no checksum.
#[test]
fn every_cut_answer_ends_without_online_request() {
    let whole = vector("ms/complete-track-1");
    let answers = [0, 1, 3];
    for at in answers {
        let Some(In::Ra { bytes, .. }) = inputs(&whole).nth(at) else { panic!("signal {at} is an answer") };
        let answer = support::unhex(bytes);
        for length in 0..answer.len() - 2 {
            let mut bench = tap(&Kernel2::default(), &whole);
            for (number, told) in inputs(&whole).enumerate() {
                let cut = [&answer[..length], &[0x90, 0x00]].concat();
                if number == at {
                    bench.answer(&cut, Duration::ZERO)
                } else {
                    bench.tell(told)
                }
                if number > at && bench.kernel.deadline().is_some() {
                    bench.tell(&In::Timeout);
                }
            }
            let end = bench.outcome();
            let online = end.is_some_and(|end| end.parameters.outcome == Outcome::OnlineRequest);
            assert!(!online, "answer {at} cut to {length}");
        }
    }
}
