//! Whole taps against a scripted card: the recorded offline transaction of a Visa card, fDDA included, and those of the
//! software Mastercard cards with CDA, without and with relay resistance, up to the online request.
//!
//! `cargo bench --bench tap`
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tapkernel::core::apdu::CApdu;
use tapkernel::core::data::{Amount, Currency, Database, Date, Money, Time, tags};
use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::{L1Error, Outcome};
use tapkernel::core::time::Instant;
use tapkernel::drive;
use tapkernel::profile::Profile;
use tapkernel::random::ScriptedNumbers;
use tapkernel::reader::{Reader, Tap};
use tapkernel::transcript::{self, Transcript};
use tapkernel::transport::{
    ActivationError, Answer, CardTransport, Exchange, Match, Reply, ScriptedTransport, Stop,
};
use tapkernel_simulator::card::{self, SoftwareCard};

const TRANSCRIPTS: &str = include_str!("../test-vectors/transcripts/visa.json");

/// Numbers for the tap and for one try of relay resistance.
const NUMBERS: [[u8; 4]; 2] = [[0xAB; 4], [0xCD; 4]];

fn exchanges(transcript: &Transcript) -> Vec<Exchange> {
    let bytes = |text: &Option<String>| hex::decode(text.as_ref().unwrap()).unwrap();
    let exchange = |step: &transcript::Step| Exchange {
        command: bytes(&step.c),
        reply: Reply::Answer(bytes(&step.r)),
        elapsed: Duration::from_millis(1),
    };
    transcript.exchanges.iter().map(exchange).collect()
}

/// A software card that writes down what passes.
struct Recorder {
    card: SoftwareCard,
    exchanges: Vec<Exchange>,
    now: Instant,
}

impl CardTransport for Recorder {
    fn await_card(&mut self, _limit: Duration, _stop: &Stop) -> Result<(), ActivationError> {
        Ok(())
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let reaction = self.card.react(command.as_bytes());
        let (bytes, elapsed) = (reaction.answer.unwrap(), reaction.delay);
        let reply = Reply::Answer(bytes.clone());
        self.exchanges.push(Exchange { command: command.as_bytes().to_vec(), reply, elapsed });
        self.now = self.now + elapsed;
        Ok(Answer { bytes, elapsed })
    }

    fn field_off(&mut self, _hold: Duration) {}

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }

    fn now(&self) -> Instant {
        self.now
    }
}

fn reader(profile: &Profile) -> Reader {
    Reader::new(profile.clone(), tapkernel::kernels(), ScriptedNumbers::new(NUMBERS)).unwrap()
}

/// What a software card says in a tap, all signatures made.
fn recorded(name: &str, profile: &Profile, tap: &Tap) -> Vec<Exchange> {
    let mut recorder =
        Recorder { card: card::card(name, 1).unwrap(), exchanges: vec![], now: Instant::default() };
    drive::blocking(&mut reader(profile), &mut recorder, tap.clone(), |_| {}).unwrap();
    recorder.exchanges
}

fn bench(criterion: &mut Criterion, name: &str, profile: &Profile, tap: &Tap, exchanges: &[Exchange]) {
    criterion.bench_function(name, |bencher| {
        bencher.iter_batched(
            || (reader(profile), ScriptedTransport::new(exchanges.iter().cloned(), Match::Exact)),
            |(mut reader, mut card)| {
                let ended = drive::blocking(&mut reader, &mut card, tap.clone(), |_| {}).unwrap();
                let outcome = ended.outcome();
                assert!(matches!(outcome.parameters.outcome, Outcome::Approved | Outcome::OnlineRequest));
                assert_eq!(outcome.oda.result, OdaResult::Verified);
                black_box((ended, reader, card))
            },
            BatchSize::SmallInput,
        );
    });
}

fn visa(criterion: &mut Criterion) {
    let transcripts = transcript::parse(TRANSCRIPTS).unwrap();
    let offline = transcripts.iter().find(|one| one.name == "dhu-mock-visa-offline").unwrap();
    let terminal: Database = [(tags::TERMINAL_COUNTRY_CODE, &[0x08, 0x40][..])].into_iter().collect();
    let profile = Profile::built_in("lab").unwrap().with_terminal_data(&terminal);
    let money =
        Money { amount: Amount::new(200).unwrap(), currency: profile.currency("USD").unwrap().currency() };
    let tap = Tap::purchase(money, (Date::new(2019, 8, 19).unwrap(), Time::new(12, 0, 0).unwrap()));
    bench(criterion, "tap/visa-offline-fdda", &profile, &tap, &exchanges(offline));
}

fn mastercard(criterion: &mut Criterion) {
    let profile = Profile::built_in("lab").unwrap();
    let money = Money { amount: Amount::new(200).unwrap(), currency: Currency::new(978, 2).unwrap() };
    let tap = Tap::purchase(money, (Date::new(2026, 11, 21).unwrap(), Time::new(12, 0, 0).unwrap()));
    for (name, card) in [
        ("tap/mastercard-online-cda", "mastercard-credit"),
        ("tap/mastercard-online-cda-relay-resistance", "mastercard-relay-resistance"),
    ] {
        let exchanges = recorded(card, &profile, &tap);
        bench(criterion, name, &profile, &tap, &exchanges);
    }
}

criterion_group!(benches, visa, mastercard);
criterion_main!(benches);
