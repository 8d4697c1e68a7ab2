//! The terminal over the journal in SQLite at full durability, with an acquirer that answers at once: whole payments, the
//! history of a day, the look-up of a number, settlement.
//!
//! `cargo bench -p tapkernel-terminal --bench terminal`: with 100 and 10,000 transactions in the journal; with
//! `TAPKERNEL_BENCH_RECORDS=1000000` also in a journal of so many records, six of which are a transaction.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_possible_truncation, dead_code, unused_imports)]

#[path = "../tests/journal/rig.rs"]
mod rig;
#[path = "../examples/support/mod.rs"]
mod support;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tapkernel_core::Secret;
use tapkernel_core::data::Date;
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::journal::sqlite::SqliteJournal;
use tapkernel_terminal::journal::{Entry, Journal, NewRecord, SharedJournal, TransactionId};
use tapkernel_terminal::moment::Moment;
use tapkernel_terminal::tapkernel::profile::Profile;
use tapkernel_terminal::terminal::{Ports, Terminal};
use tapkernel_terminal::vault::{KeyFileVault, OsRandomBytes};

use rig::{BARE, number, sale};
use support::approving::Approving;
use support::{Nfc, eur};

/// Records of a transaction: begun, card, sending, answer, end, delivered.
const RECORDS: u32 = 6;
/// Transactions of a batch.
const BATCH: u32 = 1000;

/// How many transactions the journals have.
fn sizes() -> Vec<u32> {
    let more = number("TAPKERNEL_BENCH_RECORDS", 0) as u32 / RECORDS;
    [100, 10_000].into_iter().chain((more > 0).then_some(more)).collect()
}

fn now() -> Moment {
    Moment::parse("2026-11-22 10:00:00+01:00").unwrap()
}

/// Ten years before, so that the longest journal ends before now.
fn earlier(day: Date) -> Date {
    Date::new(day.year() - 10, day.month(), day.day()).unwrap()
}

/// The records of a transaction that is over and delivered; every batch but the last is closed.
fn over(number: u32, first: u64) -> Vec<NewRecord> {
    let transaction = Some(TransactionId(first));
    let mut records = sale(number);
    let like = records[0].clone();
    records.push(NewRecord { entry: Entry::Delivered, ..like.clone() });
    let day = earlier(like.day);
    for record in &mut records {
        record.transaction = transaction;
        (record.day, record.at) = (day, Moment::new(day, record.at.time, 60));
        if let Entry::Begun(begun) = &mut record.entry {
            begun.original = None;
            begun.batch = number / BATCH % 999_999 + 1;
        }
    }
    records
}

/// A journal of so many transactions.
fn grown(name: &str, transactions: u32) -> std::path::PathBuf {
    let (path, mut journal) = rig::journal(&format!("bench-terminal-{name}-{transactions}"));
    let (mut records, mut next) = (Vec::new(), 1);
    for number in 0..transactions {
        if number > 0 && number % BATCH == 0 {
            let batch = number / BATCH;
            let like = over(number, next).remove(0);
            let entry = Entry::BatchClosed { batch };
            records.push(NewRecord { transaction: None, entry, sealed: None, ..like });
            next += 1;
            journal.append(&std::mem::take(&mut records)).unwrap();
        }
        records.extend(over(number, next));
        next += u64::from(RECORDS);
    }
    // Somebody says that the clock is right, years after the last sale.
    let entry = Entry::ClockConfirmed { by: "sue".to_owned() };
    let (at, day) = (now(), now().date);
    records.push(NewRecord { transaction: None, at, day, entry, sealed: None });
    journal.append(&records).unwrap();
    (path, drop(journal)).0
}

/// The terminal over such a journal.
fn terminal(path: &Path) -> Terminal {
    let journal = SharedJournal::new(SqliteJournal::open(path, &BARE).unwrap());
    let pin_pad = support::pin_pad(&journal, "1234").unwrap();
    let vault = KeyFileVault::from_secret(&Secret::new([7; 32]), OsRandomBytes);
    let ports = Ports::new(journal, Approving, pin_pad, vault, now);
    Terminal::open(Profile::built_in("softpos-eur").unwrap(), Default::default(), ports).unwrap()
}

/// A payment from the order to its result, card included: what `Throughput` calls an element is a transaction.
fn pay(c: &mut Criterion) {
    let mut group = c.benchmark_group("pay");
    group.throughput(Throughput::Elements(1)).sample_size(20);
    for transactions in sizes() {
        let path = grown("pay", transactions);
        let mut terminal = terminal(&path);
        let mut nfc = Nfc::with_card("visa-credit").unwrap();
        group.bench_function(format!("after {transactions}"), |b| {
            b.iter(|| {
                let result = terminal.purchase(eur(1000).unwrap()).begin().unwrap().run(&mut nfc, |_| {});
                assert!(result.unwrap().is_approved());
            });
        });
    }
}

fn look_up(c: &mut Criterion) {
    for transactions in sizes() {
        let path = grown("look-up", transactions);
        let reports = terminal(&path).reports();
        let middle = transactions / 2;
        let day = earlier(sale(middle)[0].day);
        let stan = Stan::new(middle % 999_999 + 1).unwrap();
        assert!(reports.transaction(stan).unwrap().is_some());
        c.bench_function(&format!("number in {transactions}"), |b| {
            b.iter(|| black_box(reports.transaction(stan).unwrap()));
        });
        assert_eq!(reports.history(day, day).unwrap().0.len(), 50);
        c.bench_function(&format!("history of a day of 50 in {transactions}"), |b| {
            b.iter(|| black_box(reports.history(day, day).unwrap()));
        });
    }
}

/// Settlement of a batch of one payment, which is made outside the time.
fn settle(c: &mut Criterion) {
    let mut group = c.benchmark_group("settle");
    group.sample_size(10);
    for transactions in sizes() {
        let path = grown("settle", transactions);
        let mut terminal = terminal(&path);
        let mut nfc = Nfc::with_card("visa-credit").unwrap();
        terminal.settle().unwrap();
        group.bench_function(format!("after {transactions}"), |b| {
            b.iter_custom(|times| {
                let mut took = Duration::ZERO;
                for _ in 0..times {
                    let sale = terminal.purchase(eur(1000).unwrap()).begin().unwrap();
                    assert!(sale.run(&mut nfc, |_| {}).unwrap().is_approved());
                    let began = std::time::Instant::now();
                    assert!(terminal.settle().unwrap().currencies[0].balanced);
                    took += began.elapsed();
                }
                took
            });
        });
    }
}

criterion_group!(benches, pay, look_up, settle);
criterion_main!(benches);
