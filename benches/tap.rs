//! A whole Visa tap against a scripted card: the recorded offline transaction, fDDA included.
//!
//! `cargo bench --bench tap`
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tapkernel::core::data::{Amount, Database, Date, Money, Time, tags};
use tapkernel::core::outcome::Outcome;
use tapkernel::drive;
use tapkernel::profile::Profile;
use tapkernel::random::ScriptedNumbers;
use tapkernel::reader::{Reader, Tap};
use tapkernel::transcript::{self, Transcript};
use tapkernel::transport::{Exchange, Match, Reply, ScriptedTransport};

const TRANSCRIPTS: &str = include_str!("../test-vectors/transcripts/visa.json");

fn exchanges(transcript: &Transcript) -> Vec<Exchange> {
    let bytes = |text: &Option<String>| hex::decode(text.as_ref().unwrap()).unwrap();
    let exchange = |step: &transcript::Step| Exchange {
        command: bytes(&step.c),
        reply: Reply::Answer(bytes(&step.r)),
        elapsed: std::time::Duration::from_millis(1),
    };
    transcript.exchanges.iter().map(exchange).collect()
}

fn whole_tap(criterion: &mut Criterion) {
    let transcripts = transcript::parse(TRANSCRIPTS).unwrap();
    let offline = transcripts.iter().find(|one| one.name == "dhu-mock-visa-offline").unwrap();
    let exchanges = exchanges(offline);
    let terminal: Database = [(tags::TERMINAL_COUNTRY_CODE, &[0x08, 0x40][..])].into_iter().collect();
    let profile = Profile::built_in("lab").unwrap().with_terminal_data(&terminal);
    let money =
        Money { amount: Amount::new(200).unwrap(), currency: profile.currency("USD").unwrap().currency() };
    let tap = Tap::purchase(money, (Date::new(2019, 8, 19).unwrap(), Time::new(12, 0, 0).unwrap()));
    criterion.bench_function("tap/visa-offline-fdda", |bencher| {
        bencher.iter_batched(
            || {
                let numbers = ScriptedNumbers::new([[0xAB; 4]]);
                let reader = Reader::new(profile.clone(), tapkernel::kernels(), numbers).unwrap();
                (reader, ScriptedTransport::new(exchanges.iter().cloned(), Match::Exact))
            },
            |(mut reader, mut card)| {
                let ended = drive::blocking(&mut reader, &mut card, tap.clone(), |_| {}).unwrap();
                assert_eq!(ended.outcome().parameters.outcome, Outcome::Approved);
                black_box((ended, reader, card))
            },
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, whole_tap);
criterion_main!(benches);
