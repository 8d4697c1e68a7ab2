//! The acquirer verifies what Kernel 2 hands out, and answers with a response cryptogram of M/Chip.

use tapkernel_core::Secret;
use tapkernel_core::data::{Amount, Currency, Database, Money};
use tapkernel_core::outcome::{Cvm, Outcome};
use tapkernel_simulator::acquirer::{
    AuthorisationRequest, AuthorisationResponse, EncipheredPin, EntryMode, Reason, SoftwareAcquirer,
};
use tapkernel_simulator::card::{card, personalisations};
use tapkernel_simulator::crypto::{MChipVersion, authorisation_cryptogram_1, card_key};
use tapkernel_simulator::pki::issuer_master_key;

use crate::tap::{ABOVE, BELOW, Reader, Tap, hex, tag};

/// A reader that asks for an ARQC whatever the card says.
fn online() -> Reader {
    Reader::as_book().with("9F35", "21")
}

fn authorise(tap: &Tap, amount: u64, pin: &str) -> AuthorisationResponse {
    let data_record = tap.conclusion.parameters.data_record.clone().unwrap();
    let pin = || EncipheredPin::new(&Secret::new(pin.to_owned()), &data_record).unwrap();
    let pin = (tap.conclusion.parameters.cvm == Cvm::OnlinePin).then(pin);
    let currency = Currency::new(978, 2).unwrap();
    SoftwareAcquirer::new().authorise(&AuthorisationRequest {
        money: Money { amount: Amount::new(amount).unwrap(), currency },
        stan: 1,
        entry_mode: EntryMode::ContactlessChip,
        pin,
        data_record,
    })
}

/// The card's master key, as the issuer has it.
fn key_of(record: &Database) -> tapkernel_simulator::crypto::TdesKey {
    let pan = hex(record.get(tag("5A")).unwrap());
    card_key(&issuer_master_key("mastercard-issuer").unwrap(), &pan, 1)
}

#[test]
fn every_online_request_is_answered_with_a_response_cryptogram_of_its_version() {
    let mut versions = Vec::new();
    for one in personalisations().unwrap().iter().filter(|one| one.name.starts_with("mastercard-")) {
        for amount in [BELOW, ABOVE] {
            let tap = online().tap(&mut card(&one.name, 1).unwrap(), amount);
            if tap.conclusion.parameters.outcome != Outcome::OnlineRequest {
                continue;
            }
            let response = authorise(&tap, amount, "1234");
            if one.name == "mastercard-expired" {
                assert_eq!(response.reason, Reason::Expired);
                continue;
            }
            assert_eq!(response.reason, Reason::Approved, "{} {amount}", one.name);
            let record = tap.conclusion.parameters.data_record.as_ref().unwrap();
            let version = MChipVersion::of(record.get(tag("9F10")).unwrap()).unwrap();
            let cryptogram: [u8; 8] = record.get(tag("9F26")).unwrap().try_into().unwrap();
            let key = version.response_key(&key_of(record), record).unwrap();
            let expected = authorisation_cryptogram_1(&key, cryptogram, [0x00, 0x10]);
            let expected = format!("{}0010", hex(&expected));
            assert_eq!(response.emv_data.get(tag("91")).map(hex), Some(expected), "{}", one.name);
            versions.push(version);
        }
    }
    for version in [MChipVersion::Cvn16, MChipVersion::Cvn17, MChipVersion::Cvn20, MChipVersion::Cvn21] {
        assert!(versions.contains(&version), "{version:?}");
    }
}

#[test]
fn what_the_issuer_does_not_accept() {
    let tap = online().tap(&mut card("mastercard-credit", 1).unwrap(), ABOVE);
    assert_eq!(authorise(&tap, ABOVE, "4321").reason, Reason::WrongPin);
    assert_eq!(authorise(&tap, ABOVE + 1, "1234").reason, Reason::AmountDiffers);
    for name in ["9F26", "9F10", "82", "95", "9F37", "9F36", "9A", "9C", "9F1A", "9F03"] {
        let mut changed = online().tap(&mut card("mastercard-credit", 1).unwrap(), ABOVE);
        let record = changed.conclusion.parameters.data_record.as_mut().unwrap();
        let mut value = record.get(tag(name)).unwrap().to_vec();
        let at = if name == "9F10" { 3 } else { 0 };
        value[at] ^= 0x01;
        record.insert(tag(name), &value);
        assert_eq!(authorise(&changed, ABOVE, "1234").reason, Reason::WrongCryptogram, "{name}");
    }
}

#[test]
fn an_aac_is_no_authorisation() {
    let tap = online().tap(&mut card("mastercard-blocked", 1).unwrap(), BELOW);
    assert_eq!(authorise(&tap, BELOW, "1234").reason, Reason::DeclinedByCard);
}
