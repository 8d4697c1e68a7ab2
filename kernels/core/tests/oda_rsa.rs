//! RSA recovery against `num-bigint`, against Python, and at the edges.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod common;

use common::unhex;
use num_bigint::BigUint;
use proptest::prelude::*;
use serde::Deserialize;
use tapkernel_core::oda::rsa::{PublicExponent, RsaInputError, RsaKeyError, RsaPublicKey};

fn recover(modulus: &[u8], exponent: PublicExponent, input: &[u8]) -> Vec<u8> {
    let mut output = vec![0xA5; modulus.len()];
    RsaPublicKey::new(modulus, exponent).unwrap().recover_into(input, &mut output).unwrap();
    output
}

fn expected(modulus: &[u8], exponent: PublicExponent, input: &[u8]) -> Vec<u8> {
    let exponent = BigUint::from_bytes_be(exponent.as_bytes());
    let modulus_number = BigUint::from_bytes_be(modulus);
    padded(&BigUint::from_bytes_be(input).modpow(&exponent, &modulus_number), modulus.len())
}

fn padded(number: &BigUint, len: usize) -> Vec<u8> {
    let bytes = number.to_bytes_be();
    let mut out = vec![0; len - bytes.len()];
    out.extend_from_slice(&bytes);
    out
}

fn assert_agrees(modulus: &[u8], input: &[u8]) {
    for exponent in [PublicExponent::Three, PublicExponent::F4] {
        assert_eq!(recover(modulus, exponent, input), expected(modulus, exponent, input), "{exponent:?}");
    }
}

/// Limbs that drive quotient digits and carries to their ends, mixed with ordinary ones.
fn limb() -> impl Strategy<Value = u64> {
    prop_oneof![
        3 => any::<u64>(),
        2 => Just(u64::MAX),
        2 => Just(0),
        1 => Just(1),
        1 => Just(1 << 63),
        1 => Just((1 << 63) - 1),
        1 => Just(u64::MAX - 1),
    ]
}

fn number(len: usize) -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(limb(), len.div_ceil(8)).prop_map(move |limbs| {
        let bytes: Vec<u8> = limbs.iter().flat_map(|limb| limb.to_be_bytes()).collect();
        bytes[bytes.len() - len..].to_vec()
    })
}

/// A modulus and an input below it.
fn operands() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
    (64..=248usize).prop_flat_map(|len| (number(len), number(len))).prop_map(|(mut modulus, input)| {
        modulus[0] |= u8::from(modulus[0] == 0);
        *modulus.last_mut().unwrap() |= 1;
        let below = BigUint::from_bytes_be(&input) % BigUint::from_bytes_be(&modulus);
        let input = padded(&below, modulus.len());
        (modulus, input)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_num_bigint((modulus, input) in operands()) {
        assert_agrees(&modulus, &input);
    }
}

#[test]
fn every_length_at_its_edges() {
    for len in 64..=248 {
        let mut ones = vec![0xFF; len];
        let mut smallest = vec![0; len];
        (smallest[0], smallest[len - 1]) = (1, 1);
        let mut half = vec![0; len];
        (half[0], half[len - 1]) = (0x80, 1);
        for modulus in [&mut ones, &mut smallest, &mut half] {
            let n = BigUint::from_bytes_be(modulus);
            for input in [BigUint::ZERO, BigUint::from(1u8), BigUint::from(2u8), &n - 1u8, &n - 2u8, &n >> 1]
            {
                assert_agrees(modulus, &padded(&input, len));
            }
        }
    }
}

#[derive(Deserialize)]
struct Recovery {
    note: String,
    modulus: String,
    exponent: String,
    input: String,
    output: String,
}

#[test]
fn agrees_with_python() {
    let cases: Vec<Recovery> =
        serde_json::from_str(include_str!("../../../test-vectors/oda/rsa_recovery.json")).unwrap();
    assert_eq!(cases.len(), 24);
    for case in cases {
        let exponent = PublicExponent::from_bytes(&unhex(&case.exponent)).unwrap();
        let output = recover(&unhex(&case.modulus), exponent, &unhex(&case.input));
        assert_eq!(output, unhex(&case.output), "{} {exponent:?}", case.note);
    }
}

#[test]
fn inputs_that_are_not_taken() {
    let mut modulus = vec![0xC3; 128];
    let key = RsaPublicKey::new(&modulus, PublicExponent::Three).unwrap();
    let mut output = vec![0; 128];
    assert_eq!(key.recover_into(&modulus, &mut output), Err(RsaInputError::NotBelowModulus));
    assert_eq!(key.recover_into(&[0xFF; 128], &mut output), Err(RsaInputError::NotBelowModulus));
    assert_eq!(key.recover_into(&[0; 127], &mut output), Err(RsaInputError::Length));
    assert_eq!(key.recover_into(&[0; 129], &mut output), Err(RsaInputError::Length));
    assert_eq!(key.recover_into(&[0; 128], &mut output[..127]), Err(RsaInputError::Length));
    modulus[127] -= 1;
    assert_eq!(key.recover_into(&modulus, &mut output), Ok(()));
}

#[test]
fn moduli_that_are_not_taken() {
    let refusal = |modulus: &[u8]| RsaPublicKey::new(modulus, PublicExponent::Three).err();
    assert_eq!(refusal(&[]), Some(RsaKeyError::TooShort));
    assert_eq!(refusal(&[0xFF; 63]), Some(RsaKeyError::TooShort));
    assert_eq!(refusal(&[0xFF; 64]), None);
    assert_eq!(refusal(&[0xFF; 248]), None);
    assert_eq!(refusal(&[0xFF; 249]), Some(RsaKeyError::TooLong));
    assert_eq!(refusal(&[0xFE; 128]), Some(RsaKeyError::Even));
    let mut zero_first = [0xFF; 128];
    zero_first[0] = 0;
    assert_eq!(refusal(&zero_first), Some(RsaKeyError::LeadingZero));
}

#[test]
fn exponents() {
    for coded in [&[][..], &[0], &[2], &[5], &[0x11], &[0, 3], &[1, 0, 0], &[1, 0, 3], &[0, 1, 0, 1]] {
        assert_eq!(PublicExponent::from_bytes(coded), None, "{coded:?}");
    }
    for exponent in [PublicExponent::Three, PublicExponent::F4] {
        assert_eq!(PublicExponent::from_bytes(exponent.as_bytes()), Some(exponent));
    }
}
