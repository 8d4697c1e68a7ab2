//! The Entry Point alone, with kernels from outside (Book B).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod bench;
#[cfg(feature = "visa")]
mod drivers;
mod test_kernel;
mod vectors;

use std::time::Duration;

use bench::{amount, application, combination, directory, hex, request, run};
use tapkernel::core::data::{KernelId, TerminalTransactionQualifiers as Ttq, tags};
use tapkernel::core::outcome::{
    L2Error, L3Error, MessageIdentifier, Outcome, OutcomeParameterSet, Start, Status, Tenths,
    UserInterfaceRequest,
};
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{EntryPoint, EntryPointError, Input, Output, RandomError};
use tapkernel::random::ScriptedNumbers;
use test_kernel::TestKernel;

const VISA: &str = "A0000000031010";
const MASTERCARD: &str = "A0000000041010";
const DOMESTIC: &str = "D2500000011010";
const PPSE: &str = "00A404000E325041592E5359532E444446303100";

fn outcome(outcome: Outcome) -> OutcomeParameterSet {
    OutcomeParameterSet::new(outcome)
}

/// The name that a SELECT asks for, in hexadecimal.
fn selected(command: &str) -> &str {
    &command[10..command.len() - 2]
}

/// A card with these directory entries; every application answers with a PDOL that asks for the TTQ.
fn card(entries: &'static [&'static str]) -> impl FnMut(&str) -> Vec<u8> {
    move |command| if command == PPSE { directory(entries) } else { application(selected(command), "9F6604") }
}

#[test]
fn a_foreign_kernel_runs_on_the_selected_application() {
    let kernel = TestKernel::new(0x810978, [outcome(Outcome::Approved)]);
    let entries: &[&str] = &["4F07D2500000011010 9F2A03810978"];
    let (ended, log) =
        run(vec![kernel.clone()], request(100, vec![combination(DOMESTIC, 0x810978)]), card(entries));
    assert_eq!(ended.parameters.outcome, Outcome::Approved);
    assert_eq!(ended.kernel, Some(KernelId(0x810978)));
    assert_eq!(log.commands, [PPSE, "00A4040007D250000001101000"]);
    let activation = &kernel.activations()[0];
    assert_eq!(activation.data.get(tags::UNPREDICTABLE_NUMBER), Some(&[1u8; 4][..]));
    assert_eq!(activation.data.get(tags::AMOUNT_AUTHORISED_NUMERIC), Some(&hex("000000000100")[..]));
    assert_eq!(activation.data.get(tags::APPLICATION_IDENTIFIER_TERMINAL), Some(&hex(DOMESTIC)[..]));
    assert!(!activation.restart);
    assert!(ended.path.contains(&"test-kernel"), "{:?}", ended.path);
}

#[test]
fn the_best_priority_comes_first_and_equal_ones_as_the_card_lists_them() {
    for (entries, first) in [
        (&["4F07A0000000041010 870102", "4F07A0000000031010 870101"][..], VISA),
        (&["4F07A0000000041010 870101", "4F07A0000000031010 870102"], MASTERCARD),
        (&["4F07A0000000041010 870102", "4F07A0000000031010 870102"], MASTERCARD),
        (&["4F07A0000000041010", "4F07A0000000031010 87010F"], VISA),
        (&["4F07A0000000041010 870100", "4F07A0000000031010"], MASTERCARD),
    ] {
        let kernels = [2, 3].map(|id| TestKernel::new(id, [outcome(Outcome::Declined)]));
        let combinations = vec![combination(VISA, 3), combination(MASTERCARD, 2)];
        let kernels = kernels.map(|kernel| kernel as _).into();
        let (ended, _) = run(kernels, request(100, combinations), card(entries));
        assert_eq!(ended.adf_name.unwrap().as_bytes(), hex(first), "{entries:?}");
    }
}

#[test]
fn kernel_identifier_9f2a_rules() {
    for (entry, kernel) in [
        ("4F07A0000000031010", Some(3)),
        ("4F07A0000000031010 9F2A00", Some(3)),
        ("4F07A0000000031010 9F2A0100", Some(0x2B)),
        ("4F07A0000000031010 9F2A012B", Some(0x2B)),
        ("4F07A0000000031010 9F2A0142", None),
        ("4F07A0000000031010 9F2A03C11111", Some(0xC11111)),
        ("4F07A0000000031010 9F2A08C111110000000000", Some(0xC11111)),
        ("4F07A0000000031010 9F2A09C11111000000000000", None),
        ("4F07A0000000031010 9F2A02C111", None),
        ("4F07A0000000031010 9F2A03801111", None),
        ("4F04A0000000", None),
        ("5004AABBCCDD", None),
    ] {
        let kernels = [0x2B, 3, 0xC11111].map(|id| TestKernel::new(id, [outcome(Outcome::Declined)]));
        let combinations = [0x2B, 3, 0xC11111].map(|id| combination(VISA, id)).to_vec();
        let answer = |command: &str| {
            if command == PPSE { directory(&[entry]) } else { application(VISA, "9F6604") }
        };
        let (ended, _) = run(kernels.map(|kernel| kernel as _).into(), request(100, combinations), answer);
        assert_eq!(ended.kernel, kernel.map(KernelId), "{entry}");
    }
}

#[test]
fn no_candidate_ends_the_application_with_message_1c() {
    for entries in [&[][..], &["4F07A0000000999999"]] {
        let (ended, log) =
            run(vec![TestKernel::new(3, [])], request(100, vec![combination(VISA, 3)]), |_| {
                directory(entries)
            });
        assert_eq!(ended.parameters.outcome, Outcome::EndApplication);
        assert_eq!(ended.error.l2, Some(L2Error::EmptyCandidateList));
        assert_eq!(log.messages, [0x15, 0x1C]);
    }
}

#[test]
fn a_refused_application_gives_way_to_the_next() {
    let kernel = TestKernel::new(2, [outcome(Outcome::Approved)]);
    let combinations = vec![combination(VISA, 3), combination(MASTERCARD, 2)];
    let kernels = vec![TestKernel::new(3, []) as _, kernel as _];
    let (ended, log) = run(kernels, request(100, combinations), |command| match command {
        PPSE => directory(&["4F07A0000000031010 870101", "4F07A0000000041010 870102"]),
        "00A4040007A000000003101000" => vec![0x6A, 0x82],
        _ => application(MASTERCARD, "9F1D08"),
    });
    assert_eq!(ended.kernel, Some(KernelId(2)));
    assert_eq!(log.commands.len(), 3);
}

#[test]
fn a_visa_application_that_does_not_ask_for_the_ttq_is_dropped() {
    let (ended, _) = run(vec![TestKernel::new(3, [])], request(100, vec![combination(VISA, 3)]), |command| {
        if command == PPSE { directory(&["4F07A0000000031010"]) } else { application(VISA, "9F3704") }
    });
    assert_eq!(ended.parameters.outcome, Outcome::EndApplication);
}

#[test]
fn extended_selection_only_if_both_support_it() {
    for (supported, select) in
        [(true, "00A4040009A000000003101001020000"), (false, "00A4040007A000000003101000")]
    {
        let select = select.replace("01020000", "010200");
        let mut own = combination(VISA, 3);
        own.extended_selection = supported;
        let kernel = TestKernel::new(3, [outcome(Outcome::Approved)]);
        let (_, log) = run(vec![kernel], request(100, vec![own]), card(&["4F07A0000000031010 9F29020102"]));
        assert_eq!(log.commands[1], select);
    }
}

#[test]
fn select_next_goes_on_with_the_list_and_ends_when_it_is_empty() {
    let kernel = TestKernel::new(3, [outcome(Outcome::SelectNext), outcome(Outcome::SelectNext)]);
    let entries: &[&str] = &["4F07A0000000031010", "4F08A000000003101001"];
    let (ended, log) = run(vec![kernel.clone()], request(100, vec![combination(VISA, 3)]), card(entries));
    assert_eq!(ended.parameters.outcome, Outcome::EndApplication);
    assert_eq!(log.commands.len(), 3, "the directory is not read again");
    let numbers: Vec<_> = kernel
        .activations()
        .iter()
        .map(|activation| activation.data.get(tags::UNPREDICTABLE_NUMBER).unwrap().to_vec())
        .collect();
    assert_eq!(numbers, [[1; 4], [2; 4]], "a fresh number for each activation");
}

#[test]
fn try_again_shows_its_requests_holds_the_field_and_starts_at_b() {
    let see_phone = UserInterfaceRequest::new(MessageIdentifier::SeePhone, Status::ProcessingError);
    let again = OutcomeParameterSet {
        start: Some(Start::B),
        ui_on_outcome: Some(see_phone.held(Tenths(13))),
        ui_on_restart: Some(UserInterfaceRequest::status(Status::ReadyToRead)),
        field_off: Some(Tenths(13)),
        ..outcome(Outcome::TryAgain)
    };
    let kernel = TestKernel::new(3, [again, outcome(Outcome::Approved)]);
    let (ended, log) =
        run(vec![kernel.clone()], request(100, vec![combination(VISA, 3)]), card(&["4F07A0000000031010"]));
    assert_eq!(ended.parameters.outcome, Outcome::Approved);
    assert_eq!(log.messages, [0x15, 0x20]);
    assert_eq!(log.commands.len(), 4, "the directory is read again");
    let off = log.outputs.iter().position(|output| *output == Output::FieldOff(Duration::from_millis(1300)));
    let on_again = log.outputs.iter().rposition(|output| *output == Output::AwaitCard);
    assert!(off.unwrap() < on_again.unwrap());
    assert_eq!(
        kernel.activations().iter().map(|activation| activation.restart).collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn nothing_is_polled_while_the_field_is_off() {
    let again = OutcomeParameterSet { field_off: Some(Tenths(13)), ..outcome(Outcome::TryAgain) };
    let kernel = TestKernel::new(3, [again]);
    let mut entry_point = EntryPoint::new(vec![kernel], Box::new(ScriptedNumbers::new([[1; 4]])));
    let now = Instant::from_micros(5);
    let tell = |entry_point: &mut EntryPoint, input: Input<'_>, now| {
        entry_point.handle(input, now).unwrap();
        std::iter::from_fn(|| entry_point.poll()).collect::<Vec<_>>()
    };
    entry_point.start(request(100, vec![combination(VISA, 3)]), now).unwrap();
    while entry_point.poll().is_some() {}
    let elapsed = Duration::from_millis(1);
    tell(&mut entry_point, Input::CardDetected, now);
    tell(&mut entry_point, Input::Answer { rapdu: &directory(&["4F07A0000000031010"]), elapsed }, now);
    let off = tell(&mut entry_point, Input::Answer { rapdu: &application(VISA, "9F6604"), elapsed }, now);
    assert_eq!(off, [Output::FieldOff(Duration::from_millis(1300))]);
    let end = now + Duration::from_millis(1300);
    assert_eq!(entry_point.deadline(), Some(end));
    assert_eq!(tell(&mut entry_point, Input::Tick, Instant::from_micros(end.as_micros() - 1)), []);
    assert_eq!(
        entry_point.handle(Input::CardDetected, end),
        Err(EntryPointError::Unexpected("CardDetected"))
    );
    assert_eq!(tell(&mut entry_point, Input::Tick, end).last(), Some(&Output::AwaitCard));
}

#[test]
fn a_collision_asks_for_one_card_and_then_for_a_card_again() {
    let mut entry_point = EntryPoint::new(vec![TestKernel::new(3, [])], Box::new(ScriptedNumbers::new([])));
    let now = Instant::default();
    entry_point.start(request(100, vec![combination(VISA, 3)]), now).unwrap();
    entry_point.handle(Input::Collision, now).unwrap();
    entry_point.handle(Input::FieldClear, now).unwrap();
    let shown: Vec<_> = std::iter::from_fn(|| entry_point.poll())
        .map(|output| match output {
            Output::Display(request, _) => request.message.unwrap().code(),
            Output::AwaitCard => 0xCA,
            Output::AwaitFieldClear => 0xFC,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, [0x15, 0xCA, 0x19, 0xFC, 0x15, 0xCA]);
}

#[test]
fn no_combination_allowed_wants_another_interface() {
    let mut own = combination(VISA, 3);
    own.limits.transaction_limit = Some(amount(100));
    let (ended, log) =
        run(vec![TestKernel::new(3, [])], request(100, vec![own]), |_| panic!("no card is asked"));
    assert_eq!(ended.parameters.outcome, Outcome::TryAnotherInterface);
    assert_eq!(log.messages, [0x18]);
}

#[test]
fn the_ttq_copy_carries_what_pre_processing_found() {
    for (minor_units, ttq) in [(999, "26004000"), (1000, "26404000"), (1501, "26C04000"), (0, "26804000")] {
        let mut own = combination(VISA, 3);
        own.limits.cvm_required_limit = Some(amount(1000));
        own.limits.floor_limit = Some(amount(1500));
        let kernel = TestKernel::new(3, [outcome(Outcome::Approved)]);
        run(vec![kernel.clone()], request(minor_units, vec![own]), card(&["4F07A0000000031010"]));
        let Ttq(copy) = kernel.activations()[0].pre_processing.ttq.unwrap();
        assert_eq!(copy[..], hex(ttq), "{minor_units}");
    }
}

#[test]
fn start_b_leaves_the_ttq_as_configured() {
    let mut own = combination(VISA, 3);
    own.limits.cvm_required_limit = Some(amount(1));
    own.limits.ttq = Some(Ttq([0x26, 0x80, 0x40, 0]));
    let kernel = TestKernel::new(3, [outcome(Outcome::Approved)]);
    let mut fixed = request(100, vec![own]);
    fixed.start = Start::B;
    run(vec![kernel.clone()], fixed, card(&["4F07A0000000031010"]));
    assert_eq!(kernel.activations()[0].pre_processing.ttq, Some(Ttq([0x26, 0x80, 0x40, 0])));
    assert!(!kernel.activations()[0].pre_processing.indicators.cvm_required_limit_exceeded);
}

#[test]
fn a_card_that_never_comes_is_a_time_out_and_stop_is_stop() {
    for (input, reason) in [(Input::Tick, L3Error::TimeOut), (Input::Stop, L3Error::Stop)] {
        let mut entry_point =
            EntryPoint::new(vec![TestKernel::new(3, [])], Box::new(ScriptedNumbers::new([])));
        entry_point.start(request(100, vec![combination(VISA, 3)]), Instant::default()).unwrap();
        entry_point.handle(Input::Tick, Instant::from_micros(29_999_999)).unwrap();
        entry_point.handle(input, Instant::from_micros(30_000_000)).unwrap();
        let last = std::iter::from_fn(|| entry_point.poll()).last();
        let Some(Output::Outcome(ended)) = last else { panic!("{last:?}") };
        assert_eq!((ended.parameters.outcome, ended.error.l3), (Outcome::EndApplication, Some(reason)));
    }
}

#[test]
fn callers_are_told_what_they_did_wrong() {
    let numbers = || Box::new(ScriptedNumbers::new([]));
    let kernel = || vec![TestKernel::new(3, [outcome(Outcome::Approved)]) as _];
    let now = Instant::default();
    let mut entry_point = EntryPoint::new(kernel(), numbers());
    assert_eq!(entry_point.start(request(1, vec![]), now), Err(EntryPointError::NoCombination));
    let unknown = request(1, vec![combination(VISA, 9)]);
    assert_eq!(entry_point.start(unknown, now), Err(EntryPointError::UnknownKernel(KernelId(9))));
    let at_d = tapkernel::entry_point::Request { start: Start::D, ..request(1, vec![combination(VISA, 3)]) };
    assert_eq!(entry_point.start(at_d, now), Err(EntryPointError::NoSuchStart(Start::D)));
    entry_point.start(request(1, vec![combination(VISA, 3)]), now).unwrap();
    let again = request(1, vec![combination(VISA, 3)]);
    assert_eq!(entry_point.start(again, now), Err(EntryPointError::Busy));
    let elapsed = Duration::ZERO;
    let answer = Input::Answer { rapdu: &[0x90, 0x00], elapsed };
    assert_eq!(entry_point.handle(answer, now), Err(EntryPointError::Unexpected("Answer")));
    let response = Default::default();
    let nothing_held = Input::OnlineResponse(&response);
    assert_eq!(entry_point.handle(nothing_held, now), Err(EntryPointError::Unexpected("OnlineResponse")));
    assert_eq!(entry_point.handle(Input::Chosen(0), now), Err(EntryPointError::Unexpected("Chosen")));
    entry_point.handle(Input::CardDetected, now).unwrap();
    entry_point.handle(Input::Answer { rapdu: &directory(&["4F07A0000000031010"]), elapsed }, now).unwrap();
    let no_number = entry_point.handle(Input::Answer { rapdu: &application(VISA, "9F6604"), elapsed }, now);
    assert_eq!(no_number, Err(EntryPointError::Random(RandomError::Exhausted)));
}

#[test]
fn only_a_candidate_that_there_is_can_be_chosen() {
    let kernel = TestKernel::new(3, [outcome(Outcome::Approved)]);
    let mut entry_point = EntryPoint::new(vec![kernel], Box::new(ScriptedNumbers::new([[1; 4]])));
    let now = Instant::default();
    let choice = tapkernel::entry_point::Request { choice: true, ..request(1, vec![combination(VISA, 3)]) };
    entry_point.start(choice, now).unwrap();
    entry_point.handle(Input::CardDetected, now).unwrap();
    let two = directory(&["4F07A0000000031010", "4F08A000000003101001"]);
    entry_point.handle(Input::Answer { rapdu: &two, elapsed: Duration::ZERO }, now).unwrap();
    assert_eq!(entry_point.handle(Input::Chosen(2), now), Err(EntryPointError::Unexpected("Chosen")));
    assert_eq!(entry_point.handle(Input::Chosen(1), now), Ok(()));
    let last = std::iter::from_fn(|| entry_point.poll()).last();
    let Some(Output::Transmit(select)) = last else { panic!("{last:?}") };
    assert_eq!(select.as_bytes(), hex("00A4040008A00000000310100100"));
}

#[test]
fn start_a_takes_no_answer_of_an_issuer() {
    let online = OutcomeParameterSet {
        start: Some(Start::B),
        online_response_data: tapkernel::core::outcome::OnlineResponseData::Any,
        ..outcome(Outcome::OnlineRequest)
    };
    let kernel = TestKernel::new(3, [online]);
    let (ended, _) =
        run(vec![kernel.clone()], request(100, vec![combination(VISA, 3)]), card(&["4F07A0000000031010"]));
    let resumed = ended.resumption.unwrap().with(Default::default());
    let mut entry_point = EntryPoint::new(vec![kernel], Box::new(ScriptedNumbers::new([])));
    let at_a = tapkernel::entry_point::Request { resumed, ..request(100, vec![combination(VISA, 3)]) };
    assert_eq!(entry_point.start(at_a, Instant::default()), Err(EntryPointError::NoSuchStart(Start::A)));
}
