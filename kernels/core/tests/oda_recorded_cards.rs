//! The signatures of recorded test cards verify, and nothing else does in their place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use common::card::{CARD_AUTHENTICATION_RELATED_DATA, Card};
use tapkernel_core::data::{Amount, Currency, Date, UnpredictableNumber, tags};
use tapkernel_core::oda::{CaPublicKeys, OdaReason};
use tapkernel_core::tlv::Tag;

const CHANGES: [u8; 3] = [0x01, 0x80, 0xFF];

const SIGNED: [Tag; 8] = [
    tags::ISSUER_PUBLIC_KEY_CERTIFICATE,
    tags::ISSUER_PUBLIC_KEY_REMAINDER,
    tags::ISSUER_PUBLIC_KEY_EXPONENT,
    tags::ICC_PUBLIC_KEY_CERTIFICATE,
    tags::ICC_PUBLIC_KEY_REMAINDER,
    tags::ICC_PUBLIC_KEY_EXPONENT,
    tags::SIGNED_DYNAMIC_APPLICATION_DATA,
    tags::APPLICATION_PAN,
];

fn cards() -> Vec<(String, Card)> {
    common::recorded_cards().iter().map(|recorded| (recorded.name.clone(), recorded.card())).collect()
}

fn card(name: &str) -> Card {
    cards().into_iter().find(|(of, _)| of == name).unwrap().1
}

#[test]
fn all_verify() {
    let cards = cards();
    assert_eq!(cards.len(), 6);
    for (name, card) in cards {
        let number = card.authenticate().unwrap_or_else(|reason| panic!("{name}: {reason}"));
        assert!((2..=8).contains(&number.len()), "{name}");
    }
}

#[test]
fn key_sizes_of_the_visa_card() {
    let card = card("dhu-mock-visa-offline");
    let ca = card.keys.iter().next().unwrap().key().modulus().len();
    let issuer = card.issuer_key().unwrap().key().modulus().len();
    let icc = card.icc_key().unwrap().key().modulus().len();
    assert_eq!([ca * 8, issuer * 8, icc * 8], [1408, 1152, 896]);
    assert_eq!(card.authenticate(), Ok(vec![0x00, 0x15]));
}

#[test]
fn any_changed_byte_of_a_signed_object() {
    for (name, card) in cards() {
        let mut changed_objects = 0;
        let related = (card.method == "fDDA").then_some(CARD_AUTHENTICATION_RELATED_DATA);
        for tag in SIGNED.into_iter().chain(related) {
            let Some(value) = card.data.get(tag).map(<[u8]>::to_vec) else { continue };
            changed_objects += 1;
            for changed in changed_bytes(&value) {
                let mut card = card.clone();
                card.data.insert(tag, &changed);
                assert!(card.authenticate().is_err(), "{name}: {tag}");
            }
        }
        assert!(changed_objects >= 6, "{name}");
    }
}

#[test]
fn any_changed_byte_of_a_signed_record() {
    for (name, card) in cards() {
        assert!(!card.signed_records.is_empty(), "{name}");
        for (at, (_, record)) in card.signed_records.iter().enumerate() {
            for changed in changed_bytes(record) {
                let mut card = card.clone();
                card.signed_records[at].1 = changed;
                assert!(card.authenticate().is_err(), "{name}: record {at}");
            }
        }
    }
}

#[test]
fn any_changed_byte_of_the_transaction() {
    for (name, card) in cards() {
        for (at, part) in card.transaction_data.iter().enumerate().filter(|_| card.method == "CDA") {
            for changed in changed_bytes(part) {
                let mut card = card.clone();
                card.transaction_data[at] = changed;
                assert_eq!(card.authenticate(), Err(OdaReason::CdaTransactionDataHash), "{name}");
            }
        }
        for changed in changed_bytes(&card.ddol_data) {
            let mut card = card.clone();
            card.ddol_data = changed;
            assert_eq!(card.authenticate(), Err(OdaReason::SdadHash), "{name}");
        }
        if card.method == "DDA" {
            continue; // its challenge is in the DDOL data
        }
        for changed in changed_bytes(&card.unpredictable_number.0) {
            let mut card = card.clone();
            card.unpredictable_number = UnpredictableNumber(changed.try_into().unwrap());
            assert_eq!(card.authenticate(), Err(OdaReason::SdadHash), "{name}");
        }
    }
}

fn changed_bytes(value: &[u8]) -> impl Iterator<Item = Vec<u8>> + use<'_> {
    (0..value.len()).flat_map(move |at| {
        CHANGES.map(|change| {
            let mut changed = value.to_vec();
            changed[at] ^= change;
            changed
        })
    })
}

#[test]
fn another_amount_or_currency() {
    let mut other_amount = card("dhu-mock-visa-offline");
    other_amount.amount = Amount::new(201).unwrap();
    assert_eq!(other_amount.authenticate(), Err(OdaReason::SdadHash));
    let mut other_currency = card("dhu-mock-visa-offline");
    other_currency.currency = Currency::new(978, 2).unwrap();
    assert_eq!(other_currency.authenticate(), Err(OdaReason::SdadHash));
}

/// Records that are left out, repeated or in another order.
#[test]
fn other_sets_of_signed_records() {
    for (name, card) in cards() {
        let mut fewer = card.clone();
        fewer.signed_records.pop();
        assert_eq!(fewer.authenticate(), Err(OdaReason::IccCertificateHash), "{name}");
        let mut more = card.clone();
        more.signed_records.extend(card.signed_records.first().cloned());
        assert_eq!(more.authenticate(), Err(OdaReason::IccCertificateHash), "{name}");
        let mut backwards = card.clone();
        backwards.signed_records.reverse();
        let expected = if card.signed_records.len() == 1 {
            card.authenticate()
        } else {
            Err(OdaReason::IccCertificateHash)
        };
        assert_eq!(backwards.authenticate(), expected, "{name}");
    }
}

#[test]
fn another_day_or_no_key() {
    for (name, card) in cards() {
        let mut late = card.clone();
        late.date = Date::new(2049, 12, 31).unwrap();
        assert_eq!(late.authenticate(), Err(OdaReason::IssuerCertificateExpired), "{name}");
        let mut keyless = card.clone();
        keyless.keys = CaPublicKeys::default();
        assert_eq!(keyless.authenticate(), Err(OdaReason::UnknownCaKey), "{name}");
    }
}

/// The PAN may come from track 2 alone; of the two, `5A` counts.
#[test]
fn pan_from_track_2() {
    let mut card = card("dhu-mock-visa-offline");
    card.data.remove(tags::APPLICATION_PAN);
    assert!(card.authenticate().is_ok());
    card.data.remove(tags::TRACK_2_EQUIVALENT_DATA);
    assert_eq!(card.authenticate(), Err(OdaReason::DataMissing));
}
