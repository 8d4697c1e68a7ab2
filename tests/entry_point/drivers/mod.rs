//! The reader with its drivers, blocking and not, around test kernels.

mod display;
mod nfc;
mod waiting_kernel;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use nfc::{Lazy, Nfc, block_on, poll_at_most};
use tapkernel::core::data::{Amount, Currency, Date, Money, Time, tags};
use tapkernel::core::kernel::{Kernel, OnlineResponse};
use tapkernel::core::outcome::{
    L3Error, MessageIdentifier, OnlineResponseData, Outcome, OutcomeParameterSet, Start, Status, Tenths,
    UserInterfaceRequest,
};
use tapkernel::drive::{self, AsyncDriver, DriveError, Driver, Final};
use tapkernel::profile::Profile;
use tapkernel::random::ScriptedNumbers;
use tapkernel::reader::{Reader, ReaderError, Tap};
use tapkernel::transport::{ActivationError, Stop};

use crate::test_kernel::TestKernel;

const VISA: &str = "4F07A0000000031010";
const OTHER: &str = "4F07A0000000032010 500456495341";

fn outcome(outcome: Outcome) -> OutcomeParameterSet {
    OutcomeParameterSet::new(outcome)
}

fn tap(minor_units: u64) -> Tap {
    let money = Money { amount: Amount::new(minor_units).unwrap(), currency: Currency::new(978, 2).unwrap() };
    Tap::purchase(money, (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap()))
}

/// A reader under a built-in profile whose Kernel 3 gives these outcomes.
fn reader(
    profile: &str,
    outcomes: impl IntoIterator<Item = OutcomeParameterSet>,
) -> (Reader, Arc<TestKernel>) {
    let profile = Profile::built_in(profile).unwrap();
    let kernel = TestKernel::new(3, outcomes);
    let others = profile.kernels().into_iter().filter(|id| id.0 != 3);
    let others = others.map(|id| TestKernel::new(id.0, []) as Arc<dyn Kernel>);
    let kernels: Vec<_> = others.chain([Arc::clone(&kernel) as Arc<dyn Kernel>]).collect();
    let numbers = ScriptedNumbers::new((1..=99).map(|n| [n; 4]));
    (Reader::new(profile, kernels, numbers).unwrap(), kernel)
}

fn see_phone() -> OutcomeParameterSet {
    let see_phone = UserInterfaceRequest::new(MessageIdentifier::SeePhone, Status::ProcessingError);
    OutcomeParameterSet {
        start: Some(Start::B),
        ui_on_outcome: Some(see_phone),
        field_off: Some(Tenths(13)),
        ..outcome(Outcome::TryAgain)
    }
}

fn online(start: Start) -> OutcomeParameterSet {
    OutcomeParameterSet {
        start: Some(start),
        online_response_data: OnlineResponseData::EmvData,
        removal_timeout: Tenths(100),
        ..outcome(Outcome::OnlineRequest)
    }
}

fn response(authentication_data: &[u8]) -> OnlineResponse {
    let data = [(tags::ISSUER_AUTHENTICATION_DATA, authentication_data)].into_iter().collect();
    OnlineResponse { data, scripts: vec![] }
}

#[test]
fn both_drivers_do_the_same() {
    let script = [see_phone(), online(Start::B)];
    let nfc = || Nfc {
        field: VecDeque::from([ActivationError::Collision, ActivationError::TimeOut]),
        ..Nfc::with(&[VISA])
    };
    let (mut first, _) = reader("lab", script.clone());
    let (mut second, _) = reader("lab", script);
    let (mut blocking, mut lazy) = (nfc(), Lazy(nfc()));
    let (mut shown, mut shown_later) = (vec![], vec![]);
    // The time-out of the card wait ends the first tap.
    for (at, reason) in [(0, Some(L3Error::TimeOut)), (1, None)] {
        let ended = drive::blocking(&mut first, &mut blocking, tap(1000), |ui| shown.push(*ui)).unwrap();
        let later = drive::asynchronous(&mut second, &mut lazy, tap(1000), |ui| shown_later.push(*ui));
        assert_eq!(ended, block_on(later).unwrap(), "{at}");
        assert_eq!(ended.outcome().error.l3, reason);
    }
    assert_eq!(shown, shown_later);
    assert_eq!(blocking.log, lazy.0.log);
    assert_eq!(blocking.now, lazy.0.now);
    let ppse = "00A404000E325041592E5359532E444446303100";
    let select = "00A4040007A000000003101000";
    assert_eq!(
        blocking.log,
        [
            "await-card",
            "await-removal",
            "await-card",
            "off 0",
            "await-card",
            ppse,
            select,
            "off 1300",
            "await-card",
            ppse,
            select,
            "off 0",
        ]
    );
}

#[test]
fn an_online_request_may_bring_a_second_tap() {
    let (mut reader, kernel) = reader("lab", [online(Start::B), outcome(Outcome::Approved)]);
    let mut nfc = Nfc::with(&[VISA]);
    let first = drive::blocking(&mut reader, &mut nfc, tap(1000), |_| {}).unwrap();
    let Final::OnlineRequest(request) = first else { panic!("{first:?}") };
    assert_eq!(request.second_tap(OnlineResponse::default()), None);
    assert!(!request.holds_card());
    let second = request.second_tap(response(&[1; 8])).unwrap();
    let ended = drive::blocking(&mut reader, &mut nfc, second, |_| {}).unwrap();
    assert!(matches!(ended, Final::Approved(_)), "{ended:?}");
    let activations = kernel.activations();
    assert_eq!(activations[0].online_response, None);
    assert_eq!(activations[1].online_response, Some(response(&[1; 8])));
    assert!(activations[1].previous.is_some() && activations[1].restart);
}

#[test]
fn a_held_card_gets_the_answer_from_both_drivers() {
    let script = [online(Start::D), outcome(Outcome::Approved)];
    let (mut blocking, _) = reader("lab", script.clone());
    let mut nfc = Nfc::with(&[VISA]);
    let mut driver = Driver::new(&mut blocking, &mut nfc);
    let Final::OnlineRequest(request) = driver.run(tap(1000), |_| {}).unwrap() else { panic!("no request") };
    assert!(request.holds_card());
    assert_eq!(request.second_tap(response(&[1; 8])), None, "the card has not left");
    let ended = driver.respond(&response(&[1; 8]), |_| {}).unwrap();
    assert!(matches!(ended, Some(Final::Approved(_))), "{ended:?}");
    assert_eq!(driver.respond(&response(&[1; 8]), |_| {}), Ok(None), "the card has gone");
    drop(driver);
    assert_eq!(nfc.log.iter().filter(|line| line.starts_with("off")).count(), 1, "{:?}", nfc.log);

    let (mut later, _) = reader("lab", script);
    let mut lazy = Lazy(Nfc::with(&[VISA]));
    let mut driver = AsyncDriver::new(&mut later, &mut lazy);
    let Final::OnlineRequest(_) = block_on(driver.run(tap(1000), |_| {})).unwrap() else {
        panic!("no request")
    };
    assert_eq!(block_on(driver.respond(&response(&[1; 8]), |_| {})).unwrap(), ended);
    drop(driver);
    assert_eq!(lazy.0.log, nfc.log);
}

#[test]
fn a_card_is_held_for_its_removal_time_only() {
    for (seconds, approved) in [(9, true), (10, false), (500, false)] {
        let (mut reader, _) = reader("lab", [online(Start::D), outcome(Outcome::Approved)]);
        let mut nfc = Nfc::with(&[VISA]);
        drive::blocking(&mut reader, &mut nfc, tap(1000), |_| {}).unwrap();
        assert!(reader.holds_card());
        nfc.now = nfc.now + Duration::from_secs(seconds);
        let mut messages = vec![];
        let show = |ui: &tapkernel::reader::Screen| messages.extend(ui.message.map(|id| id.code()));
        let ended = Driver::new(&mut reader, &mut nfc).respond(&response(&[1; 8]), show).unwrap();
        assert_eq!(ended.is_some(), approved, "{seconds}");
        assert_eq!(messages == [0x10], !approved, "{messages:?}");
        assert!(!reader.holds_card());
    }
}

#[test]
fn an_application_is_chosen() {
    for (answer, chosen) in [(0, 0), (1, 1), (2, 0), (usize::MAX, 0)] {
        let (mut reader, kernel) = reader("lab", [outcome(Outcome::Approved)]);
        let mut nfc = Nfc::with(&[VISA, OTHER]);
        let mut labels = vec![];
        let choose = |offers: &[tapkernel::reader::Offer]| {
            labels.extend(offers.iter().map(|offer| offer.label.clone()));
            answer
        };
        Driver::new(&mut reader, &mut nfc).choose(choose).run(tap(1000), |_| {}).unwrap();
        assert_eq!(labels, ["A0000000031010", "VISA"]);
        let aid = kernel.activations()[0].selection.as_ref().unwrap().aid;
        assert_eq!(aid.to_string(), ["A0000000031010", "A0000000032010"][chosen], "{answer}");
    }
    let (mut reader, _) = reader("lab", [outcome(Outcome::Approved)]);
    let mut lazy = Lazy(Nfc::with(&[VISA, OTHER]));
    let mut driver = AsyncDriver::new(&mut reader, &mut lazy).choose(|offers| offers.len() - 1);
    let ended = block_on(driver.run(tap(1000), |_| {})).unwrap();
    assert_eq!(ended.outcome().aid.unwrap().to_string(), "A0000000032010");
}

#[test]
fn stop_ends_the_tap_and_the_reader_is_free() {
    let (mut reader, _) = reader("lab", [outcome(Outcome::Approved)]);
    let mut nfc = Nfc::with(&[VISA]);
    let stop = Stop::new();
    stop.stop();
    let stopped = drive::blocking_until(&mut reader, &mut nfc, tap(1000), |_| {}, &stop).unwrap();
    assert_eq!(stopped.outcome().error.l3, Some(L3Error::Stop));
    let mut lazy = Lazy(Nfc::with(&[VISA]));
    let later = block_on(AsyncDriver::new(&mut reader, &mut lazy).stop(&stop).run(tap(1000), |_| {}));
    assert_eq!(later.unwrap(), stopped);
    assert!(matches!(drive::blocking(&mut reader, &mut nfc, tap(1000), |_| {}), Ok(Final::Approved(_))));
}

#[test]
fn a_broken_interface_is_an_error_and_the_reader_is_free() {
    let broken = ActivationError::Interface("unplugged".to_owned());
    let (mut reader, _) = reader("lab", [outcome(Outcome::Approved)]);
    let mut nfc = Nfc { field: VecDeque::from([broken.clone()]), ..Nfc::with(&[VISA]) };
    let failed = drive::blocking(&mut reader, &mut nfc, tap(1000), |_| {});
    assert_eq!(failed, Err(DriveError::Transport(broken)));
    assert!(matches!(drive::blocking(&mut reader, &mut nfc, tap(1000), |_| {}), Ok(Final::Approved(_))));
}

#[test]
fn a_dropped_future_leaves_a_free_reader() {
    for polls in 0..8 {
        let (mut reader, _) = reader("lab", [outcome(Outcome::Approved), outcome(Outcome::Approved)]);
        let mut lazy = Lazy(Nfc::with(&[VISA]));
        let early = poll_at_most(polls, drive::asynchronous(&mut reader, &mut lazy, tap(1000), |_| {}));
        assert_eq!(
            early.is_some(),
            polls > 4,
            "card, directory, application, field off: four waits; {polls}"
        );
        let again = block_on(drive::asynchronous(&mut reader, &mut lazy, tap(1000), |_| {}));
        assert!(matches!(again, Ok(Final::Approved(_))), "{polls}: {again:?}");
    }
}

#[test]
fn the_times_of_the_profile_hold() {
    let (mut waiting, _) = reader("lab", []);
    let mut nfc = Nfc { deserted: true, ..Nfc::default() };
    let ended = drive::blocking(&mut waiting, &mut nfc, tap(1000), |_| {}).unwrap();
    assert_eq!((ended.outcome().error.l3, nfc.now.as_micros()), (Some(L3Error::TimeOut), 30_000_000));
    // A phone that wants its holder again and again.
    let (mut endless, kernel) = reader("lab", (0..200).map(|_| see_phone()));
    let mut nfc = Nfc::with(&[VISA]);
    let ended = drive::blocking(&mut endless, &mut nfc, tap(1000), |_| {}).unwrap();
    assert_eq!(ended.outcome().error.l3, Some(L3Error::TimeOut));
    assert!((120_000_000..122_000_000).contains(&nfc.now.as_micros()), "{:?}", nfc.now);
    assert!((90..93).contains(&kernel.activations().len()));
}

#[test]
fn a_fixed_amount_has_its_ttq_computed_and_the_field_stays_on() {
    for (minor_units, ttq) in [(4000, "25804000"), (4001, "25C04000")] {
        let (mut reader, kernel) = reader("softpos-eur", [outcome(Outcome::Approved)]);
        let mut nfc = Nfc::with(&[VISA]);
        drive::blocking(&mut reader, &mut nfc, tap(minor_units).with_fixed_amount(), |_| {}).unwrap();
        let got = kernel.activations()[0].pre_processing;
        assert_eq!(hex::encode_upper(got.ttq.unwrap().0), ttq);
        assert_eq!(got.indicators, Default::default());
        assert!(!nfc.log.iter().any(|line| line.starts_with("off")), "{:?}", nfc.log);
    }
    let (mut reader, _) = reader("softpos-eur", []);
    let too_much = drive::blocking(&mut reader, &mut Nfc::default(), tap(50_001).with_fixed_amount(), |_| {});
    assert_eq!(too_much, Err(DriveError::Reader(ReaderError::FixedAmountNotAllowed)));
}
