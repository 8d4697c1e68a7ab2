//! A bench around the Entry Point: a card as a function, every output noted.

use std::sync::Arc;
use std::time::Duration;

use tapkernel::core::data::{
    Aid, Amount, Currency, Database, Date, KernelId, TerminalTransactionQualifiers, Time, TransactionData,
    TransactionType,
};
use tapkernel::core::kernel::{Kernel, Policies, ReaderLimits};
use tapkernel::core::time::Instant;
use tapkernel::entry_point::{Combination, EntryPoint, FinalOutcome, Input, Output, Request};
use tapkernel::random::ScriptedNumbers;

pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

pub(crate) fn amount(minor_units: u64) -> Amount {
    Amount::new(minor_units).unwrap()
}

pub(crate) fn combination(aid: &str, kernel: u32) -> Combination {
    Combination {
        aid: Aid::new(&hex(aid)).unwrap(),
        kernel: KernelId(kernel),
        limits: ReaderLimits {
            ttq: Some(TerminalTransactionQualifiers([0x26, 0, 0x40, 0])),
            ..ReaderLimits::default()
        },
        extended_selection: false,
        data: Database::new(),
    }
}

pub(crate) fn request(minor_units: u64, combinations: Vec<Combination>) -> Request {
    let transaction = TransactionData {
        amount: amount(minor_units),
        amount_other: Amount::ZERO,
        currency: Currency::new(978, 2).unwrap(),
        transaction_type: TransactionType::Purchase,
        date: Date::new(2026, 11, 21).unwrap(),
        time: Time::new(12, 0, 0).unwrap(),
    };
    Request {
        policies: Policies::AS_BOOK,
        card_timeout: Some(Duration::from_secs(30)),
        ..Request::new(transaction, combinations.into())
    }
}

/// The answer to SELECT PPSE with these entries (the contents of each `61`).
pub(crate) fn directory(entries: &[&str]) -> Vec<u8> {
    let entries: Vec<u8> = entries.iter().flat_map(|entry| tlv(0x61, &hex(entry))).collect();
    let proprietary = tlv(0xA5, &tlv(0xBF0C, &entries));
    let mut answer = tlv(0x6F, &[tlv(0x84, b"2PAY.SYS.DDF01"), proprietary].concat());
    answer.extend([0x90, 0x00]);
    answer
}

/// The answer to SELECT of an application with this PDOL.
pub(crate) fn application(name: &str, pdol: &str) -> Vec<u8> {
    let proprietary = tlv(0xA5, &tlv(0x9F38, &hex(pdol)));
    let mut answer = tlv(0x6F, &[tlv(0x84, &hex(name)), proprietary].concat());
    answer.extend([0x90, 0x00]);
    answer
}

fn tlv(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut coded: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    if value.len() > 127 {
        coded.push(0x81);
    }
    coded.push(u8::try_from(value.len()).unwrap());
    coded.extend(value);
    coded
}

/// What a run showed.
#[derive(Default)]
pub(crate) struct Log {
    pub(crate) outputs: Vec<Output>,
    pub(crate) commands: Vec<String>,
    pub(crate) messages: Vec<u8>,
}

/// Runs to the final outcome; `card` answers commands, and a card is there whenever one is awaited.
pub(crate) fn run(
    kernels: Vec<Arc<dyn Kernel>>,
    request: Request,
    mut card: impl FnMut(&str) -> Vec<u8>,
) -> (FinalOutcome, Log) {
    let numbers = (1..=9).map(|n| [n; 4]);
    let mut entry_point = EntryPoint::new(kernels, Box::new(ScriptedNumbers::new(numbers)));
    let mut log = Log::default();
    let mut now = Instant::default();
    entry_point.start(request, now).unwrap();
    for _ in 0..1_000 {
        let output = entry_point.poll();
        log.outputs.extend(output.clone());
        match output {
            Some(Output::Transmit(command)) => {
                let command: String = command.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
                let answer = card(&command);
                log.commands.push(command);
                let elapsed = Duration::from_millis(1);
                entry_point.handle(Input::Answer { rapdu: &answer, elapsed }, now).unwrap();
            }
            Some(Output::AwaitCard) => entry_point.handle(Input::CardDetected, now).unwrap(),
            Some(Output::Display(request, _)) => log.messages.extend(request.message.map(|id| id.code())),
            Some(Output::Outcome(outcome)) => return (*outcome, log),
            Some(_) => {}
            None => {
                now = entry_point.deadline().expect("the Entry Point waits for something");
                entry_point.handle(Input::Tick, now).unwrap();
            }
        }
    }
    panic!("no outcome after 1000 steps");
}
