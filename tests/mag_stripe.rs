//! Mag-stripe mode of Kernel 2 through the reader: the simulator's card, and its issuer who checks what the track says.
//!
//! `cargo test -p tapkernel --features mastercard-mag-stripe --test mag_stripe`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/software_tap.rs"]
mod software_tap;

use software_tap::{Held, Honest, LIMIT, PinRule, profile_document, purchase, reader};
use tapkernel::core::data::Database;
use tapkernel::core::outcome::{Cvm, Outcome};
use tapkernel::drive::{Final, blocking};
use tapkernel::profile::Profile;
use tapkernel_simulator::card::card;
use tapkernel_simulator::crypto::{card_key, cvc3};
use tapkernel_simulator::pki::issuer_cvc3_key;

const ACCOUNT: &str = "5413330089000153";

/// The laboratory's profile with this Kernel Configuration `DF811B`: the PIN above the limit, nothing up to it.
fn lab(kernel_configuration: &str) -> Profile {
    let mut document = profile_document("lab", PinRule::Above);
    let schemes = document["schemes"].as_array_mut().unwrap();
    let mastercard = schemes.iter_mut().find(|scheme| scheme["kernel"] == "02").unwrap();
    for (tag, object) in [("DF811B", kernel_configuration), ("DF811E", "20"), ("DF812C", "00")] {
        mastercard["data"][tag] = object.into();
    }
    Profile::from_json(&document.to_string()).unwrap()
}

fn pay(profile: &Profile, amount: u64) -> Final {
    let mut held = Held::new(card("mastercard-mag-stripe", 1).unwrap(), &Honest);
    blocking(&mut reader(profile), &mut held, purchase(amount), |_| {}).unwrap()
}

fn value(data: &Database, tag: &str) -> Vec<u8> {
    data.get(tag.parse().unwrap()).unwrap_or_else(|| panic!("no {tag}")).to_vec()
}

/// What the card leaves for the reader to fill in: PCVC3 `000E`, PUNATC `0E70`, NATC 3.
fn dynamic_digits(discretionary_data: &str, positions: &[usize]) -> String {
    let digits: Vec<char> = discretionary_data.chars().collect();
    positions.iter().map(|position| digits[digits.len() - position]).collect()
}

#[test]
fn the_track_holds_what_the_issuer_computes() {
    let profile = lab("34");
    for (amount, cvm) in [(LIMIT - 1, Cvm::NoCvm), (LIMIT + 1, Cvm::OnlinePin)] {
        let ended = pay(&profile, amount);
        let outcome = ended.outcome();
        assert_eq!((outcome.parameters.outcome, outcome.parameters.cvm), (Outcome::OnlineRequest, cvm));
        let counter: [u8; 2] = value(&outcome.database, "9F36").try_into().unwrap();
        let number: [u8; 4] = value(&outcome.database, "9F6A").try_into().unwrap();

        let key = card_key(&issuer_cvc3_key("mastercard-issuer").unwrap(), ACCOUNT, 1);
        let card = card("mastercard-mag-stripe", 1).unwrap();
        let printed = card.personalisation().applications[0].objects.clone();
        let code = u16::from_be_bytes(cvc3(&key, &value(&printed, "9F6B"), number, counter));

        let track = hex::encode_upper(value(outcome.parameters.data_record.as_ref().unwrap(), "9F6B"));
        let (account, rest) = track.trim_end_matches('F').split_once('D').unwrap();
        assert_eq!((account, &rest[..7]), (ACCOUNT, "3012201"));
        let discretionary_data = &rest[7..];
        assert_eq!(dynamic_digits(discretionary_data, &[4, 3, 2]), format!("{:03}", code % 1000));
        assert_eq!(dynamic_digits(discretionary_data, &[7, 6, 5]), hex::encode(number)[5..]);
        assert_eq!(dynamic_digits(discretionary_data, &[12, 11, 10]), "001");
    }
}

#[test]
fn the_kernel_configuration_decides_at_run_time() {
    let ended = pay(&lab("B4"), LIMIT - 1);
    assert_eq!(ended.outcome().parameters.outcome, Outcome::EndApplication);
}
