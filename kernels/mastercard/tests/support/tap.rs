//! A tap of the software card: the kernel, and a terminal that answers its requests.

use std::sync::Arc;
use std::time::Duration;

use tapkernel_core::data::UnpredictableNumber;
use tapkernel_core::kernel::{ActiveKernel, Kernel, KernelConclusion, Output, Signal};
use tapkernel_core::time::Instant;
use tapkernel_mastercard::{DataExchangeAnswer, DataExchangeRequest, Kernel2};

use super::activation::activation;
use super::card::{Card, ca_public_keys};
use super::vector::Vector;
use super::{MemoryLog, hex, tag, unhex};

/// What the kernel waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Waits {
    /// The answer to this command.
    Card(Vec<u8>),
    /// A fresh Unpredictable Number.
    Number,
    /// DET, or the time-out.
    Terminal,
    /// Nothing: the outcome is out.
    Ended,
}

/// A kernel at work on the card.
#[derive(Debug)]
pub(crate) struct Tap {
    pub(crate) kernel: Box<dyn ActiveKernel>,
    pub(crate) waits: Waits,
    pub(crate) conclusion: Option<KernelConclusion>,
    needed: Vec<String>,
    /// Number of this tap, of which its Unpredictable Numbers are made.
    number: u8,
    numbers_drawn: u8,
    pub(crate) now: Instant,
    /// How long each answer takes that has no time of its own.
    pub(crate) elapsed: Duration,
}

impl Tap {
    /// The signal ACT. `terminal` are objects in place of the terminal's.
    pub(crate) fn start(card: &Card, terminal: &[(&str, &str)], log: &Arc<MemoryLog>, number: u8) -> Self {
        let mut objects = serde_json::json!({ "9F37": hex(&[number; 4]) });
        for (name, value) in terminal {
            objects[name] = (*value).into();
        }
        let vector: Vector = serde_json::from_value(serde_json::json!({
            "name": "tap", "section": "", "requirement": "",
            "terminal": objects, "signals": [{ "in": "ACT", "fci": hex(&card.fci()) }],
        }))
        .unwrap();
        let started =
            tapkernel_core::kernel::Activation { ca_public_keys: ca_public_keys(), ..activation(&vector) };
        let now = Instant::from_micros(1_000_000);
        let kernel = Kernel2::new(log.clone()).activate(started, now);
        let mut tap = Self {
            kernel,
            waits: Waits::Ended,
            conclusion: None,
            needed: vec![],
            number,
            numbers_drawn: 0,
            now,
            elapsed: Duration::from_millis(4),
        };
        tap.listen();
        assert_ne!(tap.waits, Waits::Ended, "the kernel waits for something or has ended");
        tap
    }

    /// Any signal. The kernel ends, or waits for what it waited for, or for the next.
    pub(crate) fn tell(&mut self, signal: Signal<'_>) {
        self.kernel.handle(signal, self.now);
        self.listen();
    }

    /// Gives the kernel what it waits for.
    pub(crate) fn proceed(&mut self, card: &mut Card) {
        match self.waits.clone() {
            Waits::Card(command) => {
                let rapdu = card.answer(&command);
                self.answer(&rapdu);
            }
            Waits::Number => self.give_number(),
            Waits::Terminal => self.give_data(),
            Waits::Ended => panic!("the kernel has ended"),
        }
    }

    pub(crate) fn answer(&mut self, rapdu: &[u8]) {
        self.now = self.now + self.elapsed;
        self.tell(Signal::Ra { rapdu, elapsed: self.elapsed });
    }

    fn give_number(&mut self) {
        self.numbers_drawn += 1;
        let number = UnpredictableNumber([self.number, self.numbers_drawn, self.number, self.numbers_drawn]);
        self.tell(Signal::UnpredictableNumber(number));
    }

    /// The amount if it is asked for, else leave to go on.
    fn give_data(&mut self) {
        let amount = self.needed.iter().any(|tag| tag == "9F02");
        let answer = DataExchangeAnswer::new();
        let answer = if amount {
            answer.with(tag("9F02"), &unhex("000000001000"))
        } else {
            answer.proceed_to_first_write(true)
        };
        self.tell(Signal::Det(&answer.into_database()));
    }

    /// Up to the outcome.
    pub(crate) fn finish(&mut self, card: &mut Card) {
        while self.waits != Waits::Ended {
            self.proceed(card);
        }
    }

    fn listen(&mut self) {
        let mut next = None;
        while let Some(output) = self.kernel.poll() {
            assert_eq!(self.conclusion, None, "nothing comes after the outcome: {output:?}");
            match output {
                Output::Ca(command) => next = Some(Waits::Card(command.as_bytes().to_vec())),
                Output::UnpredictableNumber => next = Some(Waits::Number),
                Output::Dek(data) => {
                    let needed = DataExchangeRequest::decode(&data).unwrap().needed;
                    self.needed = needed.iter().map(ToString::to_string).collect();
                }
                Output::Msg(_) => {}
                Output::Out(conclusion) => self.conclusion = Some(*conclusion),
            }
        }
        if self.conclusion.is_some() {
            assert_eq!(next, None, "no command goes out with the outcome");
            self.waits = Waits::Ended;
        } else if let Some(next) = next {
            self.waits = next;
        } else if self.kernel.deadline().is_some() {
            self.waits = Waits::Terminal;
        }
    }
}
