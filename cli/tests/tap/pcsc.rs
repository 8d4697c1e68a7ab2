//! Software cards behind the machine's PC/SC service, and `tap` in front of it.
//!
//! They need pcscd with the virtual readers, so they are ignored; `.ci/pcsc` starts the service and runs them.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Ran, tap};

/// The readers of vpcd and their ports.
const READERS: [(&str, u16); 2] = [("Virtual PCD 00 00", 35963), ("Virtual PCD 00 01", 35964)];

/// There is one service for all tests.
static SERVICE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    SERVICE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `tap card serve` in a process of its own; ended with the test.
struct Served(Child);

impl Served {
    fn start(card: &str, reader: usize, more: &[&str]) -> Self {
        // The service takes a moment to notice that the card before this one is gone.
        await_state(reader, "no card");
        let vpcd = format!("127.0.0.1:{}", READERS[reader].1);
        let arguments = [&["card", "serve", card, "--vpcd", &vpcd], more].concat();
        let mut command = Command::new(env!("CARGO_BIN_EXE_tap"));
        let served =
            command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let served = Self(served.spawn().unwrap());
        await_state(reader, "contactless card");
        served
    }

    /// What it told on standard error, when it has ended.
    fn told(mut self) -> String {
        self.0.wait().unwrap();
        let mut told = String::new();
        self.0.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        told
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn await_state(reader: usize, state: &str) -> Value {
    let began = Instant::now();
    loop {
        let readers = tap(&["readers", "--json"]).json();
        let found = readers.as_array().into_iter().flatten().find(|found| found["name"] == READERS[reader].0);
        match found {
            Some(found) if found["state"] == state => return found.clone(),
            _ if began.elapsed() > Duration::from_secs(20) => panic!("no {state} in {reader}: {readers}"),
            _ => sleep(Duration::from_millis(100)),
        }
    }
}

fn pay(amount: &str, from: &[&str]) -> Ran {
    tap(&[&["pay", amount, "--pin", "1234", "--json"], from].concat())
}

/// What two taps of equal cards have in common: not times, numbers after them, and random values.
fn comparable(ran: &Ran) -> Value {
    assert_eq!(ran.status, 0, "{}", ran.everything());
    let mut answer = ran.json();
    let changing = ["stan", "rrn", "date", "time", "receipt"].map(|key| answer[key].take());
    assert!(changing.iter().all(|value| !value.is_null()), "{changing:?}");
    // The authorisation code is drawn from the cryptogram, which is over an unpredictable number.
    if let Some(online) = answer["online"].as_object_mut() {
        online.remove("auth_code");
    }
    answer
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_tap_through_pcsc_ends_as_with_the_embedded_card() {
    let _alone = alone();
    for card in ["visa-credit", "mastercard-credit"] {
        let _served = Served::start(card, 0, &[]);
        for amount in ["4.10", "41.00", "10.51"] {
            await_state(0, "contactless card");
            let through = pay(amount, &["--reader", "pcsc"]);
            assert_eq!(comparable(&through), comparable(&pay(amount, &["--card", card])), "{card} {amount}");
        }
    }
}

/// Wherever it is torn, the same payment goes on with the next tap.
#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_card_that_is_torn_is_presented_again() {
    let _alone = alone();
    for (card, commands) in [("visa-credit", [1, 2, 4]), ("mastercard-credit", [1, 3, 6])] {
        for command in commands {
            let torn = command.to_string();
            let served = Served::start(card, 0, &["--torn-at", &torn, "--taps", "2"]);
            let through = pay("41.00", &["--reader", "pcsc:Virtual PCD 00 00"]);
            assert_eq!(through.status, 0, "{card} torn at {command}: {}", through.everything());
            assert_eq!(
                through.json()["outcome"],
                "Approved",
                "{card} torn at {command}: {}",
                through.everything()
            );
            let told = served.told();
            assert_eq!(told, "tap 1: the card was torn out of the field\ntap 2: the card left the field\n");
        }
    }
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn two_readers_are_told_apart_by_name() {
    let _alone = alone();
    let _first = Served::start("visa-credit", 0, &[]);
    let _second = Served::start("mastercard-credit", 1, &[]);
    for (reader, kernel) in [("pcsc:00 01", "2"), ("pcsc:00 00", "3")] {
        let answer = pay("4.10", &["--reader", reader]).json();
        assert_eq!(answer["kernel"], kernel, "{reader}");
    }
    assert_eq!(await_state(0, "contactless card")["atr"], "3B80800101");
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_reader_that_is_not_there_is_bad_input_and_names_those_that_are() {
    let _alone = alone();
    let ran = pay("4.10", &["--reader", "pcsc:No Such Reader"]);
    assert_eq!(ran.status, 2);
    let message = ran.json()["error"]["message"].as_str().unwrap().to_owned();
    assert!(READERS.iter().all(|(name, _)| message.contains(name)), "{message}");
}
