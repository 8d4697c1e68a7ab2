//! tapkernel beside `emv`, `iso7816-tlv` and `num-bigint`, on the bytes of one recorded card, in one run.
//!
//! `cargo bench` in this folder
#![allow(missing_docs, clippy::unwrap_used)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use tapkernel_compare::chain::Chain;
use tapkernel_compare::gpo_response::{self, Reading};
use tapkernel_compare::recoveries::{self, Recovery};

/// What is kept of a reading, so that nothing of it can be left out.
fn keep(reading: Reading<'_>) -> usize {
    let Reading { objects, signature, track_2 } = black_box(reading);
    objects + signature.len() + track_2.len()
}

fn gpo(criterion: &mut Criterion) {
    let answer = &gpo_response::recorded()[..];
    let tags = &gpo_response::iso7816_tags();
    assert_eq!(answer.len(), 185);
    gpo_response::tapkernel_walk(answer, |expected| {
        assert_eq!((expected.objects, expected.signature.len(), expected.track_2.len()), (9, 112, 16));
        gpo_response::tapkernel_reader(answer, |reading| assert_eq!(reading, expected));
        gpo_response::emv(answer, |reading| assert_eq!(reading, expected));
        gpo_response::iso7816_tlv(answer, tags, |reading| assert_eq!(reading, expected));
    });

    let mut group = criterion.benchmark_group("read GPO response of 185 bytes");
    group.bench_function("tapkernel Walk", |b| {
        b.iter(|| gpo_response::tapkernel_walk(black_box(answer), keep))
    });
    group.bench_function("tapkernel TlvReader", |b| {
        b.iter(|| gpo_response::tapkernel_reader(black_box(answer), keep))
    });
    group.bench_function("emv", |b| b.iter(|| gpo_response::emv(black_box(answer), keep)));
    group.bench_function("iso7816-tlv", |b| {
        b.iter(|| gpo_response::iso7816_tlv(black_box(answer), tags, keep))
    });
    group.finish();
}

fn chain(criterion: &mut Criterion) {
    let chain = Chain::recorded();
    assert_eq!(chain.tapkernel().unwrap().as_bytes(), chain.emv().unwrap());

    let mut group = criterion.benchmark_group("chain CA 1408, issuer 1152, ICC 896, fDDA");
    group.bench_function("tapkernel", |b| b.iter(|| black_box(&chain).tapkernel().unwrap()));
    group.bench_function("emv", |b| b.iter(|| black_box(&chain).emv().unwrap()));
    group.finish();
}

fn recoveries_alone(criterion: &mut Criterion) {
    let three = recoveries::recorded();
    let others: [fn(&Recovery) -> Vec<u8>; 3] =
        [Recovery::emv, Recovery::num_bigint_modpow, Recovery::num_bigint_cube];
    for (recovery, other) in three.iter().flat_map(|one| others.map(|other| (one, other))) {
        assert_eq!(recovery.tapkernel().first(), Some(&0x6A));
        assert_eq!(recovery.tapkernel(), other(recovery));
    }

    let mut group = criterion.benchmark_group("the chain's three RSA recoveries alone");
    group.bench_function("tapkernel", |b| b.iter(|| black_box(&three).each_ref().map(Recovery::tapkernel)));
    group.bench_function("emv", |b| b.iter(|| black_box(&three).each_ref().map(Recovery::emv)));
    group.bench_function("num-bigint modpow", |b| {
        b.iter(|| black_box(&three).each_ref().map(Recovery::num_bigint_modpow))
    });
    group.bench_function("num-bigint x*x%n*x%n", |b| {
        b.iter(|| black_box(&three).each_ref().map(Recovery::num_bigint_cube))
    });
    group.finish();
}

criterion_group!(benches, gpo, chain, recoveries_alone);
criterion_main!(benches);
