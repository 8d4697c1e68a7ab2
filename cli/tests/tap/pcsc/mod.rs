//! Cards behind the machine's PC/SC service, and `tap` in front of it.
//!
//! They need pcscd with the virtual readers, so they are ignored; `.ci/pcsc` starts the service and runs them.

mod clients;
mod field;
mod odd_cards;
mod service;
mod taps;

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::{Ran, tap};

/// A virtual reader of vpcd.
struct Reader {
    name: &'static str,
    port: u16,
    /// A reader has one card, and so one test, at a time.
    alone: Mutex<()>,
}

static READERS: [Reader; 2] = [
    Reader { name: "Virtual PCD 00 00", port: 35963, alone: Mutex::new(()) },
    Reader { name: "Virtual PCD 00 01", port: 35964, alone: Mutex::new(()) },
];

impl Reader {
    fn alone(&'static self) -> MutexGuard<'static, ()> {
        self.alone.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For `--reader`.
    fn argument(&self) -> String {
        format!("pcsc:{}", self.name)
    }

    fn await_state(&self, state: &str) -> Value {
        let began = Instant::now();
        loop {
            let ran = tap(&["readers", "--json"]);
            let readers = ran.json();
            let found = readers.as_array().into_iter().flatten().find(|found| found["name"] == self.name);
            match found {
                Some(found) if found["state"] == state => return found.clone(),
                _ if began.elapsed() > Duration::from_secs(20) => {
                    panic!("no {state} in {}: {}", self.name, ran.everything())
                }
                _ => sleep(Duration::from_millis(50)),
            }
        }
    }

    fn pay(&self, amount: &str) -> Ran {
        tap(&["pay", amount, "--pin", "1234", "--json", "--reader", &self.argument()])
    }
}

/// A program that puts cards into a reader; ended with the test.
struct Served(Child);

impl Served {
    /// `tap card serve`.
    fn card(card: &str, reader: &Reader, more: &[&str]) -> Self {
        let vpcd = format!("127.0.0.1:{}", reader.port);
        let mut command = Command::new(env!("CARGO_BIN_EXE_tap"));
        command.args(["card", "serve", card, "--vpcd", &vpcd]).args(more);
        Self::start(command, reader)
    }

    /// Cards of `odd_card.py`, one after the other.
    fn odd(cards: &[&str], reader: &Reader) -> Self {
        let mut command = Command::new("python3");
        command.arg(crate::file("cli/tests/tap/pcsc/odd_card.py")).arg(reader.port.to_string()).args(cards);
        Self::start(command, reader)
    }

    fn start(mut command: Command, reader: &Reader) -> Self {
        // The service takes a moment to notice that the card before this one is gone.
        reader.await_state("no card");
        let served = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let served = Self(served.spawn().unwrap());
        reader.await_state("contactless card");
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

/// Does the same in both readers at once, each with its half of the cases.
fn in_both_readers<T: Sync>(cases: &[T], run: impl Fn(&'static Reader, &T) + Sync) {
    std::thread::scope(|scope| {
        for (number, reader) in READERS.iter().enumerate() {
            let run = &run;
            scope.spawn(move || {
                let _alone = reader.alone();
                cases.iter().skip(number).step_by(READERS.len()).for_each(|case| run(reader, case));
            });
        }
    });
}
