//! The journal in SQLite: records at full durability, look-ups, opening.
//!
//! `cargo bench -p tapkernel-terminal --bench journal`; with `TAPKERNEL_BENCH_RECORDS=1000000` also in a journal of so many
//! records.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::cast_possible_truncation, dead_code, unused_imports)]

#[path = "../tests/journal/rig.rs"]
mod rig;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use tapkernel_terminal::acquirer::Stan;
use tapkernel_terminal::journal::sqlite::SqliteJournal;
use tapkernel_terminal::journal::{Journal, Order, Query, TransactionId};

use rig::{BARE, number, read, sale};

/// A journal of so many records, in the middle of which the look-ups look.
fn grown(records: usize) -> (std::path::PathBuf, SqliteJournal) {
    let (path, mut journal) = rig::journal(&format!("bench-{records}"));
    let sales: Vec<u32> = (0..(records / 5) as u32).collect();
    for some in sales.chunks(1000) {
        let records: Vec<_> = some.iter().flat_map(|number| sale(*number)).collect();
        journal.append(&records).unwrap();
    }
    (path, journal)
}

fn sizes() -> Vec<usize> {
    let more = number("TAPKERNEL_BENCH_RECORDS", 0);
    [100, 10_000].into_iter().chain((more > 0).then_some(more)).collect()
}

/// One record, on the disk; and the five of a sale, one after the other.
fn append(c: &mut Criterion) {
    for records in sizes() {
        let (_, mut journal) = grown(records);
        let mut next = (records / 5) as u32;
        c.bench_function(&format!("append a record to {records}"), |b| {
            b.iter(|| {
                next += 1;
                journal.append(&sale(next)[2..3]).unwrap()
            });
        });
    }
}

fn look_up(c: &mut Criterion) {
    for records in sizes() {
        let (_, journal) = grown(records);
        let middle = (records / 10) as u32;
        let record = sale(middle).remove(0);
        let reference = format!("order-{middle}");
        let queries = [
            ("STAN", Query::Stan(Stan::new(middle + 1).unwrap())),
            ("reference", Query::Reference(&reference)),
            ("transaction", Query::Transaction(TransactionId(u64::from(middle) * 5 + 1))),
            ("day of 50 sales", Query::Days(record.day, record.day)),
        ];
        for (name, query) in queries {
            c.bench_function(&format!("{name} in {records}"), |b| {
                b.iter(|| black_box(read(&journal, query.clone(), Order::Forward).unwrap()));
            });
        }
    }
}

fn open(c: &mut Criterion) {
    for records in sizes() {
        let (path, journal) = grown(records);
        drop(journal);
        let mut group = c.benchmark_group("open");
        group.sample_size(10);
        group.bench_function(format!("{records}"), |b| {
            b.iter(|| SqliteJournal::open(&path, &BARE).unwrap());
        });
    }
}

criterion_group!(benches, append, look_up, open);
criterion_main!(benches);
