//! Every software Mastercard card through the real Kernel 2: outcome, offline data authentication, CVM, and what the
//! software acquirer says to the cryptogram.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod commands;
mod issuer;
mod relay_resistance;
mod tap;
mod torn;

use tap::{ABOVE, BELOW, Reader, ended};
use tapkernel_core::kernel::Policies;
use tapkernel_core::outcome::{Cvm, L2Error, Outcome};
use tapkernel_simulator::card::{card, personalisations};

/// Card, what it comes to below and above the CVM limit.
const EXPECTED: &[(&str, &str, &str)] = &[
    ("mastercard-credit", "Approved, No CVM, CDA verified", "Online Request, Online PIN, CDA verified"),
    (
        "mastercard-maestro",
        "Online Request, No CVM, CDA verified",
        "Online Request, Online PIN, CDA verified",
    ),
    (
        "mastercard-phone",
        "Online Request, No CVM, CDA verified",
        "Online Request, Confirmation Code Verified, CDA verified",
    ),
    (
        "mastercard-see-phone",
        "End Application, N/A, none not-performed",
        "End Application, N/A, none not-performed",
    ),
    ("mastercard-blocked", "Declined, N/A, none not-performed", "Declined, N/A, none not-performed"),
    (
        "mastercard-expired",
        "Online Request, No CVM, CDA verified",
        "Online Request, Online PIN, CDA verified",
    ),
    (
        "mastercard-no-oda",
        "Online Request, No CVM, none not-performed",
        "Online Request, Online PIN, none not-performed",
    ),
    ("mastercard-unknown-ca", "Online Request, No CVM, CDA failed", "Online Request, Online PIN, CDA failed"),
    ("mastercard-wrong-signature", "End Application, N/A, CDA failed", "End Application, N/A, CDA failed"),
    (
        "mastercard-wrong-cryptogram",
        "Approved, No CVM, CDA verified",
        "End Application, N/A, none not-performed",
    ),
    (
        "mastercard-no-cvm-list",
        "Online Request, No CVM, CDA verified",
        "Online Request, No CVM, CDA verified",
    ),
    ("mastercard-no-cvm", "Online Request, No CVM, CDA verified", "Online Request, No CVM, CDA verified"),
    (
        "mastercard-relay-resistance",
        "Approved, No CVM, CDA verified",
        "Online Request, Online PIN, CDA verified",
    ),
    (
        "mastercard-relayed",
        "Online Request, No CVM, CDA verified",
        "Online Request, Online PIN, CDA verified",
    ),
    (
        "mastercard-torn",
        "End Application, N/A, none not-performed",
        "End Application, N/A, none not-performed",
    ),
    (
        "mastercard-mag-stripe",
        "End Application, N/A, none not-performed",
        "End Application, N/A, none not-performed",
    ),
];

#[test]
fn every_card_comes_to_what_it_says() {
    let named: Vec<_> = EXPECTED.iter().map(|(name, ..)| (*name).to_owned()).collect();
    let all = personalisations().unwrap().into_iter().map(|card| card.name);
    let all: Vec<_> = all.filter(|name| name.starts_with("mastercard-")).collect();
    assert_eq!(all, named, "a card without a row, or a row without a card");
    let reader = Reader::as_book();
    let tap = |name: &str, amount| ended(&reader.tap(&mut card(name, 1).unwrap(), amount));
    let found: Vec<_> =
        EXPECTED.iter().map(|(name, ..)| (*name, tap(name, BELOW), tap(name, ABOVE))).collect();
    for ((name, below, above), (_, found_below, found_above)) in EXPECTED.iter().zip(&found) {
        assert_eq!((found_below.as_str(), found_above.as_str()), (*below, *above), "{name}");
    }
}

#[test]
fn with_strict_policies_no_card_gets_further_than_online_and_none_without_proof() {
    let reader = Reader::as_book().with_policies(Policies::default());
    for (name, ..) in EXPECTED {
        for amount in [BELOW, ABOVE] {
            let tap = reader.tap(&mut card(name, 1).unwrap(), amount);
            let parameters = &tap.conclusion.parameters;
            assert_ne!(parameters.outcome, Outcome::Approved, "{name} {amount}");
            if parameters.outcome == Outcome::OnlineRequest && amount == ABOVE {
                let known = [Cvm::OnlinePin, Cvm::ConfirmationCodeVerified].contains(&parameters.cvm);
                assert!(known, "{name}: {:?}", parameters.cvm);
            }
        }
        let unverified = ["mastercard-unknown-ca", "mastercard-wrong-signature"].contains(name);
        let outcome = reader.tap(&mut card(name, 1).unwrap(), BELOW).conclusion.parameters.outcome;
        assert!(!unverified || outcome != Outcome::OnlineRequest, "{name}");
    }
}

#[test]
fn what_a_card_must_not_do_is_named() {
    let reader = Reader::as_book();
    for (name, amount, error) in [
        ("mastercard-wrong-signature", BELOW, L2Error::CamFailed),
        ("mastercard-wrong-cryptogram", ABOVE, L2Error::CardDataError),
        ("mastercard-mag-stripe", BELOW, L2Error::MagStripeNotSupported),
    ] {
        let tap = reader.tap(&mut card(name, 1).unwrap(), amount);
        assert_eq!(tap.conclusion.error.l2, Some(error), "{name}");
    }
}

#[test]
fn a_phone_that_wants_its_holder_goes_on_at_the_second_tap() {
    let (reader, mut phone) = (Reader::as_book(), card("mastercard-see-phone", 1).unwrap());
    let first = reader.tap(&mut phone, ABOVE);
    assert!(
        first.conclusion.parameters.ui_on_restart.is_some(),
        "{:?} {:?}",
        first.conclusion,
        first.messages
    );
    assert_eq!(first.messages.last().unwrap(), "20", "see phone");
    let second = reader.tap(&mut phone, ABOVE);
    assert_eq!(ended(&second), "Online Request, Confirmation Code Verified, CDA verified");
}

#[test]
fn a_refund_ends_with_an_aac() {
    let reader = Reader::as_book().with("9C", "20").with("DF8121", "FFFFFFFFFF");
    let tap = reader.tap(&mut card("mastercard-no-oda", 1).unwrap(), BELOW);
    assert_eq!(ended(&tap), "End Application, N/A, none not-performed");
    assert!(tap.messages.contains(&"1E".to_owned()));
}
