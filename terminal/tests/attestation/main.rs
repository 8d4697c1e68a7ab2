//! The gate before each transaction.

#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::time::Duration;

use proptest::prelude::{any, prop_assert_eq, prop_assert_ne, prop_assume, proptest};
use tapkernel_terminal::attestation::{
    Attestation, AttestationGate, AttestationRefusal, AttestationRequest, LaboratoryGate, ValidityGate,
};
use tapkernel_terminal::people::Uptime;
use tapkernel_terminal::tapkernel::core::data::{Amount, Currency, Money};

fn eur(minor_units: u64) -> Money {
    Money { amount: Amount::new(minor_units).unwrap(), currency: Currency::new(978, 2).unwrap() }
}

fn at(boot: u64, seconds: u64) -> Uptime {
    Uptime { boot, elapsed: Duration::from_secs(seconds) }
}

fn asked(gate: &mut dyn AttestationGate, when: Uptime) -> Attestation {
    gate.permit(&AttestationRequest::new("order-17", eur(4100), when))
}

#[test]
fn a_laboratory_is_always_open_and_says_so() {
    assert_eq!(asked(&mut LaboratoryGate, at(1, 0)), Attestation::Allow);
    assert!(LaboratoryGate.is_for_laboratories());
    assert!(!ValidityGate::new(Duration::MAX).is_for_laboratories());
}

#[test]
fn a_good_verdict_counts_for_its_time() {
    let mut gate = ValidityGate::new(Duration::from_secs(300));
    assert_eq!(asked(&mut gate, at(1, 100)), Attestation::Unavailable);
    gate.record(Ok(()), at(1, 100));
    for (when, expected) in [
        (at(1, 100), Attestation::Allow),
        (at(1, 399), Attestation::Allow),
        (at(1, 400), Attestation::Unavailable),
        // Before the verdict: a clock that cannot be.
        (at(1, 99), Attestation::Unavailable),
        // After a restart, however soon.
        (at(2, 100), Attestation::Unavailable),
    ] {
        assert_eq!(asked(&mut gate, when), expected, "{when:?}");
        assert_eq!(expected.is_allowed(), expected == Attestation::Allow);
    }
    assert_eq!(gate.left(at(1, 250)), Duration::from_secs(150));
}

#[test]
fn a_bad_verdict_counts_until_the_next_one() {
    let mut gate = ValidityGate::new(Duration::from_secs(300));
    gate.record(Ok(()), at(1, 100));
    gate.record(Err(AttestationRefusal::Debugger), at(1, 101));
    for when in [at(1, 101), at(1, 9999), at(2, 0)] {
        assert_eq!(asked(&mut gate, when), Attestation::Refuse(AttestationRefusal::Debugger));
    }
    gate.record(Ok(()), at(2, 5));
    assert_eq!(asked(&mut gate, at(2, 6)), Attestation::Allow);
}

#[test]
fn reasons_have_numbers_and_texts_of_their_own() {
    use AttestationRefusal::{
        App, AppVersion, Clock, Debugger, Device, Emulator, Locked, OperatingSystem, Other, PinComponent,
    };
    let all = [
        Device,
        OperatingSystem,
        Emulator,
        Debugger,
        App,
        AppVersion,
        PinComponent,
        Clock,
        Locked,
        Other(0),
        Other(7),
    ];
    let numbers: Vec<_> = all.iter().map(|reason| reason.number()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1000, 1007]);
    let texts: HashSet<_> = all.iter().map(|reason| reason.text()).collect();
    assert_eq!(texts.len(), all.len() - 1);
}

/// SHA-256 by Python's hashlib, over b"tapkernel attestation 1\0", 03D2, 0000000000001004, b"order-17".
#[test]
fn the_binding_is_what_it_says() {
    let binding = AttestationRequest::new("order-17", eur(4100), at(1, 0)).binding;
    assert_eq!(hex::encode(binding), "25d654e7c64cd38de9464d852a53537a33a32504087e32516ad23e5c6836fed1");
}

proptest! {
    #[test]
    fn the_binding_is_of_one_transaction(a in ".{0,20}", b in ".{0,20}", one in 0_u64..1000, other in 0_u64..1000) {
        let binding = |reference: &str, amount| AttestationRequest::new(reference, eur(amount), at(1, 0)).binding;
        prop_assert_eq!(binding(&a, one), AttestationRequest::new(&a, eur(one), at(9, 9)).binding);
        prop_assume!((&a, one) != (&b, other));
        prop_assert_ne!(binding(&a, one), binding(&b, other));
    }

    #[test]
    fn never_open_without_a_verdict_in_time(valid in 0_u64..500, given in 0_u64..500, now in 0_u64..1500, restarted in any::<bool>()) {
        let mut gate = ValidityGate::new(Duration::from_secs(valid));
        gate.record(Ok(()), at(1, given));
        let open = !restarted && (given..given + valid).contains(&now);
        let when = at(if restarted { 2 } else { 1 }, now);
        prop_assert_eq!(asked(&mut gate, when).is_allowed(), open);
    }
}
