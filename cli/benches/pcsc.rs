//! Taps through the machine's PC/SC service, and what of them is the library's time: `.ci/pcsc bench`.
//!
//! A software card stays in the virtual reader, in a thread of this program; each tap connects, powers, reads it up to the
//! outcome, and takes the power. The library's time is that between the calls of the transport.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::SocketAddr;
use std::thread::spawn;
use std::time::{Duration, Instant};

use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Amount, Date, Money, Time};
use tapkernel::core::outcome::{L1Error, Outcome};
use tapkernel::drive;
use tapkernel::profile::Profile;
use tapkernel::random::OsRandom;
use tapkernel::reader::{Reader, Tap};
use tapkernel::transport::pcsc::PcscTransport;
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_simulator::{card, vpcd};

const TAPS: usize = 200;
const PORTS: [(u16, &str); 2] = [(35963, "Virtual PCD 00 00"), (35964, "Virtual PCD 00 01")];

/// A transport whose time is taken, by what it is used for.
struct Timed {
    transport: PcscTransport,
    /// Connecting to the card, and letting go of it.
    card: Duration,
    /// Commands and answers.
    commands: Duration,
    count: usize,
}

impl CardTransport for Timed {
    fn await_card(&mut self, limit: Duration, stop: &Stop) -> Result<(), ActivationError> {
        let began = Instant::now();
        let found = self.transport.await_card(limit, stop);
        self.card += began.elapsed();
        found
    }

    fn transceive(&mut self, command: &CApdu, limit: Duration) -> Result<Answer, L1Error> {
        let began = Instant::now();
        let answer = self.transport.transceive(command, limit);
        self.commands += began.elapsed();
        self.count += 1;
        answer
    }

    fn field_off(&mut self, hold: Duration) {
        let began = Instant::now();
        self.transport.field_off(hold);
        self.card += began.elapsed();
    }

    fn await_removal(&mut self, limit: Duration) -> bool {
        let began = Instant::now();
        let removed = self.transport.await_removal(limit);
        self.card += began.elapsed();
        removed
    }
}

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    for name in ["visa-credit", "mastercard-credit"] {
        measure(name);
    }
}

fn measure(name: &str) {
    let mut card = card::card(name, 1).unwrap();
    // It stays until the program ends; the next one takes its place in the other reader.
    let port = if name.starts_with("visa") { PORTS[0] } else { PORTS[1] };
    spawn(move || vpcd::keep(&mut card, SocketAddr::from(([127, 0, 0, 1], port.0))));
    let profile = Profile::built_in("softpos-eur").unwrap();
    let money =
        Money { amount: Amount::new(410).unwrap(), currency: profile.currency("EUR").unwrap().currency() };
    let when = (Date::new(2026, 11, 22).unwrap(), Time::new(12, 0, 0).unwrap());
    let mut reader = Reader::new(profile, tapkernel::kernels(), OsRandom::default()).unwrap();
    let transport = PcscTransport::open(Some(port.1)).unwrap();
    let mut timed = Timed { transport, card: Duration::ZERO, commands: Duration::ZERO, count: 0 };
    let mut rows = Vec::new();
    for number in 0..=TAPS {
        (timed.card, timed.commands, timed.count) = (Duration::ZERO, Duration::ZERO, 0);
        let began = Instant::now();
        let ended = drive::blocking(&mut reader, &mut timed, Tap::purchase(money, when), |_| ()).unwrap();
        let whole = began.elapsed();
        assert_eq!(ended.outcome().parameters.outcome, Outcome::OnlineRequest);
        // The first tap waits for the reader to see the card.
        if number > 0 {
            let library = whole.saturating_sub(timed.card + timed.commands);
            rows.push([whole, timed.card, timed.commands, library]);
        }
    }
    tell(name, timed.count, &rows);
}

fn tell(name: &str, commands: usize, rows: &[[Duration; 4]]) {
    let median = |column: usize| {
        let mut all: Vec<_> = rows.iter().map(|row| row[column]).collect();
        all.sort_unstable();
        all[all.len() / 2]
    };
    let [whole, card, exchanged, library] = [0, 1, 2, 3].map(median);
    println!(
        "{name}: {:.0} taps a second; medians of {} taps with {commands} commands: tap {whole:.1?}, connecting and letting \
         go {card:.1?}, commands {exchanged:.1?}, library {library:.1?} ({:.1} %)",
        1.0 / whole.as_secs_f64(),
        rows.len(),
        100.0 * library.as_secs_f64() / whole.as_secs_f64(),
    );
}
