//! The plainest Mastercard card: no ODA, PIN if the terminal has it, any cryptogram that is asked for.

use tapkernel_core::data::{Amount, Date, Money, Time, TransactionType};
use tapkernel_core::outcome::{Cvm, Outcome};
use tapkernel_core::time::Instant;

use crate::profile::Profile;
use crate::random::ScriptedNumbers;
use crate::reader::{FinalOutcome, Input, Output, Reader, Tap};

/// What came of a tap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Whether the card was asked for a cryptogram at all.
    pub(super) accepted: bool,
    /// The CVM of the outcome.
    pub(super) cvm: Cvm,
    /// Whether P1 of GENERATE AC asked for an ARQC.
    pub(super) online: bool,
    pub(super) outcome: Outcome,
    /// Whether an error is behind it.
    pub(super) error: bool,
}

/// Taps the card; AIP byte 1 has `more` beside cardholder verification.
pub(super) fn tap(profile: &Profile, kind: TransactionType, minor: u64, more: u8) -> Answer {
    let numbers = ScriptedNumbers::new((1..=9).map(|number| [number; 4]));
    let mut reader = Reader::new(profile.clone(), crate::kernels(), numbers).unwrap();
    let currency = profile.currencies().next().unwrap().currency();
    let money = Money { amount: Amount::new(minor).unwrap(), currency };
    let when = (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap());
    reader.start(Tap::new(kind, money, Amount::ZERO, when), Instant::default()).unwrap();
    let mut asked = None;
    let outcome = run(&mut reader, more, &mut asked);
    let parameters = &outcome.parameters;
    Answer {
        accepted: asked.is_some(),
        cvm: parameters.cvm,
        online: asked == Some(0x80),
        outcome: parameters.outcome,
        error: outcome.error != Default::default(),
    }
}

fn run(reader: &mut Reader, more: u8, asked: &mut Option<u8>) -> Box<FinalOutcome> {
    let now = Instant::default();
    loop {
        match reader.poll().expect("the reader is waiting for nothing") {
            Output::AwaitCard => reader.handle(Input::CardDetected, now).unwrap(),
            Output::Transmit(command) => {
                let rapdu = answer(command.as_bytes(), more, asked);
                let elapsed = std::time::Duration::ZERO;
                reader.handle(Input::Answer { rapdu: &rapdu, elapsed }, now).unwrap();
            }
            Output::Outcome(outcome) => return outcome,
            _ => {}
        }
    }
}

fn answer(command: &[u8], more: u8, asked: &mut Option<u8>) -> Vec<u8> {
    let text = match (command[1], &command[5..]) {
        (0xA4, [b'2', ..]) => {
            "6F20840E325041592E5359532E4444463031A50EBF0C0B61094F07A0000000041010".to_owned()
        }
        (0xA4, _) => "6F098407A0000000041010".to_owned(),
        (0xA8, _) => format!("770A8202{:02X}80940408010100", 0x10 | more),
        (0xB2, _) => template(&[
            "5A085413330090001513",
            "5F2403491231",
            "9F0F050000000000",
            "8C069F02069F3704",
            "8E0C000000000000000042031F03",
        ]),
        (0xAE, _) => {
            *asked = Some(command[2] & 0xC0);
            format!("77149F2701{:02X}9F360200019F26080102030405060708", command[2] & 0xC0)
        }
        other => panic!("{other:02X?}"),
    };
    hex::decode(text + "9000").unwrap()
}

fn template(objects: &[&str]) -> String {
    let content = objects.concat();
    format!("70{:02X}{content}", content.len() / 2)
}
