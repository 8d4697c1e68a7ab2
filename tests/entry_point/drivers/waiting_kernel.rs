//! A kernel that waits for the terminal: data exchange, and what ends its waiting.

use std::sync::atomic::{AtomicUsize, Ordering};

use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Aid, Database, KernelId};
use tapkernel::core::kernel::{Activation, ActiveKernel, KernelConclusion, Output, Signal};
use tapkernel::core::oda::OdaReport;
use tapkernel::core::outcome::ErrorIndication;
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{EntryPoint, Input, Output as Wants};

use super::*;
use crate::bench;

/// Asks for the amount; approves when it gets any data, ends when it is stopped.
#[derive(Debug)]
struct Waiting;

#[derive(Debug)]
struct Active {
    outputs: VecDeque<Output>,
    database: Database,
}

impl Kernel for Waiting {
    fn id(&self) -> KernelId {
        KernelId(3)
    }

    fn version(&self) -> &str {
        "test"
    }

    fn activate(&self, activation: Activation, _now: Instant) -> Box<dyn ActiveKernel> {
        let asked = [(tags::AMOUNT_AUTHORISED_NUMERIC, &[][..])].into_iter().collect();
        Box::new(Active { outputs: [Output::Dek(asked)].into(), database: activation.data })
    }
}

impl ActiveKernel for Active {
    fn handle(&mut self, signal: Signal<'_>, _now: Instant) {
        let (result, l3) = match signal {
            Signal::Det(data) if data.is_not_empty(tags::AMOUNT_AUTHORISED_NUMERIC) => {
                (Outcome::Approved, None)
            }
            Signal::Stop => (Outcome::EndApplication, Some(L3Error::Stop)),
            _ => return,
        };
        let error = ErrorIndication { l3, ..ErrorIndication::default() };
        let conclusion = KernelConclusion { parameters: outcome(result), error, oda: OdaReport::default() };
        self.outputs.push_back(Output::Out(Box::new(conclusion)));
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn database(&self) -> &Database {
        &self.database
    }

    fn path(&self) -> &[&'static str] {
        &[]
    }
}

/// Sends one command and asks for data; from the answer on it takes nothing for 9.6 seconds, not even a stop.
#[derive(Debug)]
struct Deaf;

#[derive(Debug)]
struct DeafActive {
    outputs: VecDeque<Output>,
    until: Option<Instant>,
    database: Database,
}

impl Kernel for Deaf {
    fn id(&self) -> KernelId {
        KernelId(3)
    }

    fn version(&self) -> &str {
        "test"
    }

    fn activate(&self, activation: Activation, _now: Instant) -> Box<dyn ActiveKernel> {
        let command = CApdu::select(&Aid::new(&[0xA0, 0, 0, 0, 3, 0x20, 0x20]).unwrap(), &[]).unwrap();
        let outputs = [Output::Ca(command), Output::Dek(Database::new())].into();
        Box::new(DeafActive { outputs, until: None, database: activation.data })
    }
}

impl ActiveKernel for DeafActive {
    fn handle(&mut self, signal: Signal<'_>, now: Instant) {
        match (signal, self.until) {
            (Signal::Ra { .. }, None) => self.until = Some(now + Duration::from_millis(9600)),
            (Signal::Timeout, Some(until)) if now >= until => {
                let parameters = outcome(Outcome::EndApplication);
                let (error, oda) = (ErrorIndication::default(), OdaReport::default());
                self.outputs.push_back(Output::Out(Box::new(KernelConclusion { parameters, error, oda })));
            }
            _ => {}
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn deadline(&self) -> Option<Instant> {
        self.until
    }

    fn database(&self) -> &Database {
        &self.database
    }

    fn path(&self) -> &[&'static str] {
        &[]
    }
}

#[test]
fn every_output_is_done_once_and_a_wait_is_waited_out() {
    let command = "00A4040007A000000003202000";
    for stopped in [false, true] {
        let (mut nfc, mut lazy) = (Nfc::with(&[VISA]), Lazy(Nfc::with(&[VISA])));
        let asked = AtomicUsize::new(0);
        let run = |stop: &Stop| {
            let (stop, asked) = (stop.clone(), &asked);
            move |_: &Database| {
                asked.fetch_add(1, Ordering::Relaxed);
                if stopped {
                    stop.stop();
                }
                Database::new()
            }
        };
        let (mut blocking, mut later, stops) =
            (reader_with(Deaf), reader_with(Deaf), [Stop::new(), Stop::new()]);
        let ended = Driver::new(&mut blocking, &mut nfc)
            .stop(&stops[0])
            .data(run(&stops[0]))
            .run(tap(1000), |_| {})
            .unwrap();
        let driver = AsyncDriver::new(&mut later, &mut lazy).stop(&stops[1]);
        assert_eq!(ended, block_on(driver.data(run(&stops[1])).run(tap(1000), |_| {})).unwrap());
        for nfc in [&nfc, &lazy.0] {
            assert_eq!(nfc.log.iter().filter(|sent| *sent == command).count(), 1, "{:?}", nfc.log);
            assert!(nfc.now.as_micros() >= 9_600_000, "{:?}", nfc.now);
            assert!(nfc.now.as_micros() < 10_200_000, "{:?}", nfc.now);
        }
        assert_eq!(asked.load(Ordering::Relaxed), 2, "once in each driver");
    }
}

fn reader() -> Reader {
    reader_with(Waiting)
}

fn reader_with(kernel: impl Kernel + 'static) -> Reader {
    let profile = Profile::built_in("lab").unwrap();
    let others = profile.kernels().into_iter().filter(|id| id.0 != 3);
    let others = others.map(|id| TestKernel::new(id.0, []) as Arc<dyn Kernel>);
    let kernels: Vec<_> = others.chain([Arc::new(kernel) as Arc<dyn Kernel>]).collect();
    Reader::new(profile, kernels, ScriptedNumbers::new([[1; 4], [2; 4], [3; 4]])).unwrap()
}

#[test]
fn the_terminal_answers_data_exchange() {
    let (mut reader, mut nfc) = (reader(), Nfc::with(&[VISA]));
    let unanswered = drive::blocking(&mut reader, &mut nfc, tap(1000), |_| {});
    assert_eq!(unanswered, Err(DriveError::DataExchange));
    let answer = |asked: &Database| {
        assert!(asked.is_empty(tags::AMOUNT_AUTHORISED_NUMERIC));
        [(tags::AMOUNT_AUTHORISED_NUMERIC, &[0, 0, 0, 0, 0x10, 0][..])].into_iter().collect()
    };
    let ended = Driver::new(&mut reader, &mut nfc).data(answer).run(tap(1000), |_| {});
    assert!(matches!(ended, Ok(Final::Approved(_))), "{ended:?}");
    let mut lazy = Lazy(Nfc::with(&[VISA]));
    let later = block_on(AsyncDriver::new(&mut reader, &mut lazy).data(answer).run(tap(1000), |_| {}));
    assert!(matches!(later, Ok(Final::Approved(_))), "{later:?}");
}

#[test]
fn a_kernel_that_waits_too_long_is_stopped() {
    let numbers = ScriptedNumbers::new([[1; 4]]);
    let mut entry_point = EntryPoint::new(vec![Arc::new(Waiting)], Box::new(numbers));
    let mut request = bench::request(100, vec![bench::combination("A0000000031010", 3)]);
    request.transaction_timeout = Some(Duration::from_secs(120));
    let elapsed = Duration::ZERO;
    let now = Instant::default();
    entry_point.start(request, now).unwrap();
    entry_point.handle(Input::CardDetected, now).unwrap();
    entry_point.handle(Input::Answer { rapdu: &bench::directory(&[VISA]), elapsed }, now).unwrap();
    let selected = bench::application("A0000000031010", "9F6604");
    entry_point.handle(Input::Answer { rapdu: &selected, elapsed }, now).unwrap();
    let end = now + Duration::from_secs(120);
    assert_eq!(entry_point.deadline(), Some(end));
    entry_point.handle(Input::Tick, Instant::from_micros(end.as_micros() - 1)).unwrap();
    while let Some(output) = entry_point.poll() {
        assert!(!matches!(output, Wants::Outcome(_)));
    }
    entry_point.handle(Input::Tick, end).unwrap();
    let last = std::iter::from_fn(|| entry_point.poll()).last();
    let Some(Wants::Outcome(ended)) = last else { panic!("{last:?}") };
    assert_eq!(ended.error.l3, Some(L3Error::Stop));
    assert!(ended.path.contains(&"transaction-timeout"));
}

#[test]
fn a_profile_with_a_fixed_amount_gives_its_tap() {
    let when = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
    assert_eq!(super::reader("lab", []).0.autorun_tap(when), None);
    let text = include_str!("../../../src/profile/built_in/softpos-eur.json");
    let mut profile: serde_json::Value = serde_json::from_str(text).unwrap();
    profile["schemes"].as_array_mut().unwrap().truncate(1);
    profile["autorun"] = serde_json::json!({ "amount": "41.00", "currency": "EUR", "type": "purchase" });
    let profile = Profile::from_json(&profile.to_string()).unwrap();
    let kernel = TestKernel::new(3, [outcome(Outcome::Approved)]);
    let mut reader = Reader::new(profile, [kernel.clone() as _], ScriptedNumbers::new([[1; 4]])).unwrap();
    let tap = reader.autorun_tap(when).unwrap();
    drive::blocking(&mut reader, &mut Nfc::with(&[VISA]), tap, |_| {}).unwrap();
    let activation = &kernel.activations()[0];
    assert_eq!(activation.transaction.amount.minor_units(), 4100);
    assert_eq!(hex::encode_upper(activation.pre_processing.ttq.unwrap().0), "25C04000");
}
