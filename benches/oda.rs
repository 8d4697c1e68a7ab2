//! Offline data authentication: RSA recovery alone, and a whole fDDA chain, beside `num-bigint` in one run.
//!
//! `cargo bench --bench oda`
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

#[path = "../kernels/core/tests/common/mod.rs"]
mod common;

use common::card::Card;
use criterion::{Criterion, criterion_group, criterion_main};
use num_bigint::BigUint;
use std::hint::black_box;
use tapkernel_core::data::tags;
use tapkernel_core::oda::rsa::{PublicExponent, RsaPublicKey};

/// One recovery, bytes to bytes, the key as a card gives it.
fn recovery(c: &mut Criterion) {
    for (bits, exponent) in [
        (1408, PublicExponent::Three),
        (1408, PublicExponent::F4),
        (1984, PublicExponent::Three),
        (1984, PublicExponent::F4),
    ] {
        let (modulus, input) = operands(bits / 8);
        let mut group = c.benchmark_group(format!("RSA {bits}, exponent {exponent:?}"));
        group.bench_function("tapkernel", |b| {
            b.iter(|| recover(black_box(&modulus), exponent, black_box(&input)))
        });
        group.bench_function("num-bigint modpow", |b| {
            b.iter(|| modpow(black_box(&modulus), exponent, black_box(&input)))
        });
        if exponent == PublicExponent::Three {
            group.bench_function("num-bigint x*x%n*x%n", |b| {
                b.iter(|| cube(black_box(&modulus), black_box(&input)))
            });
        }
    }
}

fn operands(len: usize) -> (Vec<u8>, Vec<u8>) {
    let byte = |at: usize| u8::try_from((at * 167 + 89) % 256).unwrap();
    let mut modulus: Vec<u8> = (0..len).map(byte).collect();
    modulus[0] |= 0xC0;
    modulus[len - 1] |= 1;
    let mut input: Vec<u8> = (0..len).map(|at| byte(at + 31)).collect();
    input[0] &= 0x3F;
    (modulus, input)
}

fn recover(modulus: &[u8], exponent: PublicExponent, input: &[u8]) -> [u8; 248] {
    let mut output = [0; 248];
    RsaPublicKey::new(modulus, exponent).unwrap().recover_into(input, &mut output[..modulus.len()]).unwrap();
    output
}

fn modpow(modulus: &[u8], exponent: PublicExponent, input: &[u8]) -> Vec<u8> {
    let exponent = BigUint::from_bytes_be(exponent.as_bytes());
    BigUint::from_bytes_be(input).modpow(&exponent, &BigUint::from_bytes_be(modulus)).to_bytes_be()
}

fn cube(modulus: &[u8], input: &[u8]) -> Vec<u8> {
    let (n, x) = (BigUint::from_bytes_be(modulus), BigUint::from_bytes_be(input));
    (&x * &x % &n * &x % &n).to_bytes_be()
}

/// Static data, issuer certificate (CA key 1408 bits), ICC certificate (issuer key 1152 bits), fDDA (ICC key 896
/// bits), every exponent 3, hashes included. The rows of `num-bigint` are its three recoveries alone.
fn chain(c: &mut Criterion) {
    let recorded = common::recorded_cards();
    let card = recorded.iter().find(|card| card.name == "dhu-mock-visa-offline").unwrap().card();
    let recoveries = recoveries(&card);
    let mut group = c.benchmark_group("chain CA 1408, issuer 1152, ICC 896, fDDA");
    group.bench_function("tapkernel, all checks", |b| b.iter(|| black_box(&card).authenticate().unwrap()));
    group.bench_function("tapkernel, recoveries alone", |b| {
        b.iter(|| recoveries.each_ref().map(|(n, x)| recover(n, PublicExponent::Three, x)))
    });
    group.bench_function("num-bigint x*x%n*x%n, recoveries alone", |b| {
        b.iter(|| recoveries.each_ref().map(|(n, x)| cube(n, x)))
    });
    group.bench_function("num-bigint modpow, recoveries alone", |b| {
        b.iter(|| recoveries.each_ref().map(|(n, x)| modpow(n, PublicExponent::Three, x)))
    });
}

/// Modulus and input of the three recoveries.
fn recoveries(card: &Card) -> [(Vec<u8>, Vec<u8>); 3] {
    let (issuer, icc) = (card.issuer_key().unwrap(), card.icc_key().unwrap());
    let ca = card.keys.iter().next().unwrap().key().modulus().to_vec();
    let value = |tag| card.data.get(tag).unwrap().to_vec();
    [
        (ca, value(tags::ISSUER_PUBLIC_KEY_CERTIFICATE)),
        (issuer.key().modulus().to_vec(), value(tags::ICC_PUBLIC_KEY_CERTIFICATE)),
        (icc.key().modulus().to_vec(), value(tags::SIGNED_DYNAMIC_APPLICATION_DATA)),
    ]
}

criterion_group!(benches, recovery, chain);
criterion_main!(benches);
