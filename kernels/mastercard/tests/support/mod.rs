//! Shared by the kernel's tests: the vectors, an activation from one, a driver.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

pub(crate) mod activation;
pub(crate) mod card;
pub(crate) mod compare;
pub(crate) mod every_output;
pub(crate) mod tap;
pub(crate) mod vector;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tapkernel_core::data::{Database, UnpredictableNumber};
use tapkernel_core::kernel::{ActiveKernel, Kernel, KernelConclusion, Output, Signal};
use tapkernel_core::outcome::L1Error;
use tapkernel_core::time::Instant;
use tapkernel_core::tlv::Tag;
use tapkernel_mastercard::{Kernel2, TornRecord, TornTransactionLog};

use vector::{In, Vector};

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 2, 0, "odd number of digits in {text}");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

pub(crate) fn tag(text: &str) -> Tag {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// A torn transaction log in memory.
#[derive(Debug, Default)]
pub(crate) struct MemoryLog(Mutex<Vec<TornRecord>>);

impl TornTransactionLog for MemoryLog {
    fn records(&self) -> Vec<TornRecord> {
        self.0.lock().unwrap().clone()
    }

    fn update(&self, change: &mut dyn FnMut(&mut Vec<TornRecord>)) {
        change(&mut self.0.lock().unwrap());
    }
}

impl MemoryLog {
    /// Keeps these records in place of those before.
    pub(crate) fn replace(&self, records: Vec<TornRecord>) {
        *self.0.lock().unwrap() = records;
    }
}

/// A kernel at work on a vector's card.
#[derive(Debug)]
pub(crate) struct Bench {
    pub(crate) kernel: Box<dyn ActiveKernel>,
    pub(crate) log: Arc<MemoryLog>,
    pub(crate) now: Instant,
}

impl Bench {
    /// The signal ACT, the first of the vector.
    pub(crate) fn start(vector: &Vector) -> Self {
        let log = Arc::new(MemoryLog::default());
        let records = vector.torn_log.iter().map(|record| TornRecord(activation::objects(record)));
        log.replace(records.collect());
        Self::start_with(vector, log)
    }

    /// The same with the log of another transaction.
    pub(crate) fn start_with(vector: &Vector, log: Arc<MemoryLog>) -> Self {
        let now = Instant::from_micros(1_000_000);
        let kernel = Kernel2::new(log.clone()).activate(activation::activation(vector), now);
        Self { kernel, log, now }
    }

    /// Any signal but ACT.
    pub(crate) fn tell(&mut self, signal: &In) {
        match signal {
            In::Act { .. } => panic!("ACT comes first and once"),
            In::Ra { bytes, us } => self.answer(&unhex(bytes), Duration::from_micros(*us)),
            In::L1rsp { error } => self.handle(Signal::L1Rsp(l1_error(error))),
            In::Det { data } => self.handle(Signal::Det(&activation::objects(data))),
            In::Un { bytes } => {
                let number = UnpredictableNumber(unhex(bytes).try_into().unwrap());
                self.handle(Signal::UnpredictableNumber(number));
            }
            In::Stop => self.handle(Signal::Stop),
            In::Timeout => {
                self.now = self.kernel.deadline().expect("a state that waits for a time");
                self.handle(Signal::Timeout);
            }
        }
    }

    pub(crate) fn answer(&mut self, rapdu: &[u8], elapsed: Duration) {
        self.now = self.now + elapsed;
        self.handle(Signal::Ra { rapdu, elapsed });
    }

    pub(crate) fn handle(&mut self, signal: Signal<'_>) {
        self.kernel.handle(signal, self.now);
    }

    pub(crate) fn polled(&mut self) -> Vec<Output> {
        std::iter::from_fn(|| self.kernel.poll()).collect()
    }

    /// The outcome, if it is among what the kernel says now.
    pub(crate) fn outcome(&mut self) -> Option<KernelConclusion> {
        self.polled().into_iter().find_map(|output| match output {
            Output::Out(conclusion) => Some(*conclusion),
            _ => None,
        })
    }

    pub(crate) fn database(&self) -> &Database {
        self.kernel.database()
    }
}

pub(crate) fn l1_error(word: &str) -> L1Error {
    match word {
        "time-out" => L1Error::TimeOut,
        "transmission" => L1Error::Transmission,
        "protocol" => L1Error::Protocol,
        other => panic!("no L1 error {other}"),
    }
}
