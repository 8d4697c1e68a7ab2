//! A session's life: steps, misuse, the issuer's answer, foreign kernels, the Entry Point alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::sync::Arc;

use support::{Recorded, TestKernel, combination, ppse_and_fci, request, transaction};
use tapkernel_facade::*;

fn session() -> Session {
    Session::new(&Profile::built_in("lab").unwrap(), SessionOptions::default()).unwrap()
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorCode {
    result.unwrap_err().code
}

#[test]
fn a_recorded_tap_ends_in_its_outcome() {
    let recorded = Recorded::new("dhu-mock-visa-offline");
    let mut session = recorded.session();
    let steps = recorded.run(&mut session);
    assert_eq!(steps.last(), Some(&Step::Idle));
    let outcome = session.outcome().unwrap();
    assert_eq!((outcome.kind, outcome.kernel), (OutcomeKind::Approved, Some(3)));
    assert_eq!((outcome.oda_method, outcome.oda_result), (OdaMethod::Fdda, OdaResult::Verified));
    assert!(outcome.database.iter().any(|object| object.tag == 0x57 && !object.value.is_empty()));
    let amount = outcome.database.iter().find(|object| object.tag == 0x9F02).unwrap();
    assert_eq!(amount.value, [0, 0, 0, 0, 2, 0]);
    let shown = format!("{steps:?} {outcome:?} {session:?}");
    let track_2 = outcome.database.iter().find(|object| object.tag == 0x57).unwrap();
    let hex: String = track_2.value.iter().map(|byte| format!("{byte:02X}")).collect();
    assert!(!shown.contains(&hex[..12]) && !shown.contains(&format!("{:?}", track_2.value)));
}

#[test]
fn a_step_that_awaits_is_given_again() {
    let mut session = session();
    assert_eq!(session.step(), Step::Idle);
    session.start(&transaction(), 0).unwrap();
    let mut last = session.step();
    while !last.awaits() {
        last = session.step();
    }
    assert!(matches!(last, Step::AwaitCard { deadline_us: Some(30_000_000) }), "{last:?}");
    assert_eq!(session.step(), last);
    session.elapsed(1).unwrap();
    assert_eq!(session.step(), last);
    session.card_present(2).unwrap();
    assert!(matches!(session.step(), Step::Transmit { .. }));
    assert!(matches!(session.step(), Step::Transmit { .. }));
}

#[test]
fn misuse_is_refused_and_changes_nothing() {
    let mut session = session();
    assert_eq!(code(session.card_present(0)), ErrorCode::Unexpected);
    assert_eq!(code(session.card_answered(&[0x90, 0x00], 0, 0)), ErrorCode::Unexpected);
    assert_eq!(code(session.card_lost(L1Error::TimeOut, 0)), ErrorCode::Unexpected);
    assert_eq!(code(session.stop(0)), ErrorCode::Unexpected);
    assert_eq!(code(session.online_response(&OnlineResponse::default(), 0)), ErrorCode::NoOutcome);
    assert_eq!(code(session.supply_unpredictable_number([1; 4])), ErrorCode::Random);
    assert_eq!(code(session.start_request(&request(Vec::new()), 0)), ErrorCode::Unexpected);
    assert_eq!(code(session.start_autorun(transaction().when, 0)), ErrorCode::NotConfigured);
    let wrong = |change: &dyn Fn(&mut Transaction)| {
        let mut transaction = transaction();
        change(&mut transaction);
        transaction
    };
    assert_eq!(code(session.start(&wrong(&|t| t.amount = 1_000_000_000_000), 0)), ErrorCode::BadArgument);
    assert_eq!(code(session.start(&wrong(&|t| t.when.day = 0), 0)), ErrorCode::BadArgument);
    assert_eq!(code(session.start(&wrong(&|t| t.currency = 1), 0)), ErrorCode::NotConfigured);
    assert_eq!(session.step(), Step::Idle);
    session.start(&transaction(), 0).unwrap();
    assert_eq!(code(session.start(&transaction(), 0)), ErrorCode::Busy);
    assert_eq!(code(session.replace_profile(&Profile::built_in("lab").unwrap())), ErrorCode::Busy);
    session.stop(1).unwrap();
    while session.step() != Step::Idle {}
    assert_eq!(session.outcome().unwrap().kind, OutcomeKind::EndApplication);
    assert_eq!(session.outcome().unwrap().error.l3, 2);
    session.start(&transaction(), 2).unwrap();
    assert_eq!(session.outcome(), None);
    session.abandon();
    assert_eq!(session.step(), Step::Idle);
    session.elapsed(3).unwrap();
}

#[test]
fn production_refuses_supplied_numbers() {
    let text = std::fs::read_to_string("../../src/profile/built_in/softpos-eur.json").unwrap();
    let production = Profile::from_json(&text.replacen("\"test\"", "\"production\"", 1));
    let options = SessionOptions { unpredictable_numbers: Some(vec![[1; 4]]), ..SessionOptions::default() };
    if let Ok(production) = production {
        assert_eq!(code(Session::new(&production, options)), ErrorCode::Random);
    }
}

#[test]
fn a_foreign_kernel_runs_under_the_entry_point() {
    let options = SessionOptions {
        built_in_kernels: false,
        kernels: vec![Arc::new(TestKernel)],
        unpredictable_numbers: Some(vec![[0xAB; 4]]),
        kernel_outcomes: true,
    };
    let mut session = Session::entry_point(options).unwrap();
    session.start_request(&request(vec![combination()]), 0).unwrap();
    let steps = support::run(&mut session, ppse_and_fci);
    let names: Vec<_> = steps.iter().map(Step::name).collect();
    assert_eq!(
        names,
        [
            "Display",
            "AwaitCard",
            "Transmit",
            "Transmit",
            "Transmit",
            "Display",
            "KernelOutcome",
            "Display",
            "FieldOff",
            "Outcome",
            "GoOnline"
        ]
    );
    let Step::KernelOutcome { outcome: noted } = &steps[6] else { panic!() };
    assert_eq!((noted.kind, noted.kernel), (OutcomeKind::OnlineRequest, Some(0x2A)));
    let outcome = session.outcome().unwrap();
    assert_eq!((outcome.kind, outcome.kernel), (OutcomeKind::OnlineRequest, Some(0x2A)));
    // What the kernel was activated with came back in its data.
    let number = outcome.database.iter().find(|object| object.tag == 0x9F37).unwrap();
    assert_eq!(number.value, [0xAB; 4]);
    assert_eq!(outcome.data_record.unwrap()[0].tag, 0x9F26);
    assert!(outcome.may_resume);

    session.supply_unpredictable_number([0xCD; 4]).unwrap();
    let response = OnlineResponse { data: vec![DataObject { tag: 0x8A, value: b"00".to_vec() }] };
    assert_eq!(session.online_response(&response, 9_000_000).unwrap(), ResponseUse::SecondTap);
    let steps = support::run(&mut session, ppse_and_fci);
    assert_eq!(steps.last(), Some(&Step::Idle));
    assert_eq!(session.outcome().unwrap().kind, OutcomeKind::Approved);
    assert_eq!(code(session.online_response(&response, 9_000_000)), ErrorCode::NoOutcome);
}

#[test]
fn a_foreign_kernel_that_breaks_the_rules_is_ended() {
    struct Wild(KernelWant);
    impl ForeignKernel for Wild {
        fn kernel_id(&self) -> u32 {
            0x2A
        }
        fn version(&self) -> String {
            "wild".to_owned()
        }
        fn activate(&self, _: KernelActivation) -> Box<dyn ActiveForeignKernel> {
            Box::new(Wild(self.0.clone()))
        }
    }
    impl ActiveForeignKernel for Wild {
        fn handle(&mut self, _: KernelSignal, _: u64) -> Vec<KernelWant> {
            vec![self.0.clone()]
        }
    }
    let ui = UiRequest {
        occasion: Occasion::Processing,
        message: Some(0xEE),
        status: None,
        hold_ms: 0,
        text: String::new(),
        languages: String::new(),
        value: None,
    };
    let mut late = KernelConclusion::new(OutcomeKind::Approved);
    late.field_off_ms = Some(u32::MAX);
    let mut unknown = KernelConclusion::new(OutcomeKind::Approved);
    unknown.error.l2 = 0xEE;
    let broken = [
        KernelWant::Transmit { command: vec![0x00, 0xA4] },
        KernelWant::Transmit { command: vec![0; 300] },
        KernelWant::Display { request: ui },
        KernelWant::DataExchange { data: vec![DataObject { tag: 0xFFFF_FFFF, value: Vec::new() }] },
        KernelWant::Conclude { conclusion: Box::new(late) },
        KernelWant::Conclude { conclusion: Box::new(unknown) },
    ];
    for want in broken {
        let kernels: Vec<Arc<dyn ForeignKernel>> = vec![Arc::new(Wild(want.clone()))];
        let options = SessionOptions {
            built_in_kernels: false,
            kernels,
            unpredictable_numbers: Some(vec![[1; 4]]),
            kernel_outcomes: false,
        };
        let mut session = Session::entry_point(options).unwrap();
        session.start_request(&request(vec![combination()]), 0).unwrap();
        support::run(&mut session, ppse_and_fci);
        let outcome = session.outcome().unwrap();
        assert_eq!((outcome.kind, outcome.error.l2), (OutcomeKind::EndApplication, 0x0F), "{want:?}");
    }
}

#[test]
fn the_entry_point_alone_refuses_what_cannot_run() {
    let options = || SessionOptions {
        built_in_kernels: true,
        unpredictable_numbers: Some(Vec::new()),
        ..SessionOptions::default()
    };
    let mut session = Session::entry_point(options()).unwrap();
    assert_eq!(code(session.start(&transaction(), 0)), ErrorCode::Unexpected);
    assert_eq!(code(session.start_request(&request(Vec::new()), 0)), ErrorCode::NotConfigured);
    assert_eq!(code(session.start_request(&request(vec![combination()]), 0)), ErrorCode::Kernel);
    let at = |start| EntryPointRequest { start, ..request(vec![Combination { kernel: 3, ..combination() }]) };
    assert_eq!(code(session.start_request(&at(Start::D), 0)), ErrorCode::NoOutcome);
    let answered = EntryPointRequest { online_response: Some(OnlineResponse::default()), ..at(Start::B) };
    assert_eq!(code(session.start_request(&answered, 0)), ErrorCode::NoOutcome);
    let short = Combination { aid: vec![1, 2, 3], ..combination() };
    assert_eq!(code(session.start_request(&request(vec![short]), 0)), ErrorCode::BadArgument);
    let key = CaKey { modulus: vec![1; 80], exponent: vec![2], ..CaKey::default() };
    let keyed = EntryPointRequest { ca_keys: vec![key], ..at(Start::A) };
    assert_eq!(code(session.start_request(&keyed, 0)), ErrorCode::BadArgument);
    // The numbers run out at the activation of the kernel: the tap is dropped, the session is free.
    let own = SessionOptions { kernels: vec![Arc::new(TestKernel)], ..options() };
    let mut session = Session::entry_point(own).unwrap();
    let at_c = EntryPointRequest { start: Start::C, ..request(vec![combination()]) };
    session.start_request(&at_c, 0).unwrap();
    let Step::Transmit { command, .. } = session.step() else { panic!() };
    session.card_answered(&ppse_and_fci(&command), 0, 0).unwrap();
    let Step::Transmit { command, .. } = session.step() else { panic!() };
    assert_eq!(code(session.card_answered(&ppse_and_fci(&command), 0, 0)), ErrorCode::Random);
    assert_eq!(session.step(), Step::Idle);
    let twice = SessionOptions { kernels: vec![Arc::new(TestKernel), Arc::new(TestKernel)], ..options() };
    assert_eq!(code(Session::entry_point(twice)), ErrorCode::Kernel);
}

#[test]
fn profiles_are_loaded_judged_and_explained() {
    assert_eq!(code(Profile::built_in("no-such")), ErrorCode::Profile);
    assert_eq!(code(Profile::from_json("{")), ErrorCode::Profile);
    assert_eq!(code(Profile::from_toml("=")), ErrorCode::Profile);
    let today = transaction().when;
    let problems = Profile::problems_in_json("{\n \"name\": 1 }", today).unwrap();
    assert!(problems.iter().any(|problem| problem.is_error && problem.path == "name" && problem.line == 2));
    assert!(Profile::problems_in_toml("=", today).unwrap()[0].is_error);
    let profile = Profile::built_in("softpos-eur").unwrap();
    assert!(profile.lint(today).is_ok());
    assert_eq!(code(profile.lint(LocalTime::default())), ErrorCode::BadArgument);
    let explained = profile.explain();
    let purchase = explained.transactions.iter().find(|one| one.transaction_type == "purchase").unwrap();
    assert_eq!(purchase.pin_from.as_deref(), Some("40.01"));
    assert_eq!((profile.checksum(), profile.checksum().len()), (explained.checksum, 64));
    assert!(profile.explain_json().contains("\"40.01\""));
    assert!(profile.kernels().contains(&3));
}

#[test]
fn the_library_tells_its_versions() {
    let library = library();
    assert_eq!(library.api_version, API_VERSION);
    assert_eq!(library.build_checksum.len(), 64);
    let kernels: Vec<_> = library.kernels.iter().map(|kernel| kernel.kernel).collect();
    assert_eq!(kernels, [2, 3]);
    assert_eq!(library.profiles, ["softpos-eur", "lab"]);
}

#[test]
fn codes_are_numbered_without_gaps_and_have_texts() {
    for (number, code) in (1..).zip(ErrorCode::ALL) {
        assert_eq!((code.number(), ErrorCode::from_number(number)), (number, Some(*code)));
        assert!(!code.text().is_empty() && !code.advice().is_empty());
    }
    assert_eq!(ErrorCode::from_number(0), None);
}

#[test]
fn tlv_is_read_and_written() {
    let objects =
        vec![DataObject { tag: 0x9F02, value: vec![1; 6] }, DataObject { tag: 0x5A, value: vec![] }];
    let coded = write_tlv(&objects).unwrap();
    assert_eq!(coded, [0x9F, 0x02, 6, 1, 1, 1, 1, 1, 1, 0x5A, 0]);
    assert_eq!(read_tlv(&coded).unwrap(), objects);
    assert_eq!(code(read_tlv(&coded[..5])), ErrorCode::Data);
    assert_eq!(code(write_tlv(&[DataObject { tag: 0x9F, value: vec![] }])), ErrorCode::BadArgument);
}

#[test]
fn data_objects_are_spelled_out() {
    let bytes = [0x70, 0x0D, 0x9F, 0x02, 0x06, 0, 0, 0, 0, 0x41, 0, 0x5A, 0x02, 0x12, 0x3F];
    let found = decode(&bytes, 3).unwrap();
    let shape: Vec<_> = found.iter().map(|object| (object.depth, object.offset, object.tag)).collect();
    assert_eq!(shape, [(0, 0, 0x70), (1, 2, 0x9F02), (1, 11, 0x5A)]);
    assert_eq!(found[1].name.as_deref(), Some("Amount, Authorised (Numeric)"));
    assert!(found[2].sensitive && !format!("{found:?}").contains("12"));
    assert!(decode_json(&bytes, 0).unwrap().contains("\"value\":\"000000004100\""));
    // The same tag, two schemes.
    let card = [0x9F, 0x6C, 0x02, 0x80, 0x00];
    assert_ne!(decode(&card, 3).unwrap()[0].meaning, decode(&card, 2).unwrap()[0].meaning);
    assert_eq!(code(decode(&bytes[..5], 0)), ErrorCode::Data);
}
