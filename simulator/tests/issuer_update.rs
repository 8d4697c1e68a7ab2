//! The second tap: what the acquirer answers is what the card accepts, and nothing else is.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod tap;

use tap::{TTQ, TTQ_ONLINE_PIN, Tap, data_record, gpo_command, hex, select, tap, terminal, vec};
use tapkernel_core::data::{Amount, Currency, Money};
use tapkernel_core::tlv::{Tag, TlvReader};
use tapkernel_simulator::acquirer::{
    AuthorisationRequest, AuthorisationResponse, EntryMode, SoftwareAcquirer,
};
use tapkernel_simulator::card::{Personalisation, SoftwareCard, card};

const FILE: &str = include_str!("../cards/visa-issuer-update.json");
/// `9F7C` from the press, and after the update.
const BEFORE: &str = "4E4F5420555044415445442059455400";
const AFTER: &str = "5550444154454420425920495353554552";

/// The first tap, and what the issuer answers to it.
fn first_tap(card: &mut SoftwareCard, amount: u64) -> (Tap, AuthorisationResponse) {
    let terminal = terminal(TTQ_ONLINE_PIN, amount);
    let tap = tap(card, &terminal);
    let currency = Currency::new(978, 2).unwrap();
    let response = SoftwareAcquirer::new().authorise(&AuthorisationRequest {
        data_record: data_record(&terminal, &tap),
        money: Money { amount: Amount::new(amount).unwrap(), currency },
        stan: 1,
        entry_mode: EntryMode::ContactlessChip,
        pin: None,
    });
    (tap, response)
}

/// EXTERNAL AUTHENTICATE for this Issuer Authentication Data.
fn external_authenticate(data: &[u8]) -> Vec<u8> {
    [&[0x00, 0x82, 0x00, 0x00, u8::try_from(data.len()).unwrap()], data].concat()
}

fn authentication(response: &AuthorisationResponse) -> Vec<u8> {
    external_authenticate(response.emv_data.get(Tag::new(0x91)).unwrap())
}

/// The commands `86` of the one script, with its template.
fn commands(response: &AuthorisationResponse) -> (u32, Vec<Vec<u8>>) {
    assert_eq!(response.scripts.len(), 1);
    let script = TlvReader::new(&response.scripts[0]).next().unwrap().unwrap();
    let objects: Vec<_> = TlvReader::new(script.value).map(Result::unwrap).collect();
    assert_eq!((objects[0].tag, objects[0].value.len()), (Tag::new(0x9F18), 4));
    let commands = objects.iter().filter(|object| object.tag == Tag::new(0x86));
    (script.tag.coded(), commands.map(|object| object.value.to_vec()).collect())
}

fn customer_exclusive_data(card: &mut SoftwareCard) -> String {
    hex(tap(card, &terminal(TTQ, 100)).data.get(Tag::new(0x9F7C)).unwrap())
}

#[test]
fn approval_updates_the_card() {
    let mut card = card("visa-issuer-update", 1).unwrap();
    let (tap, response) = first_tap(&mut card, 1000);
    assert_eq!(hex(tap.data.get(Tag::new(0x9F7C)).unwrap()), BEFORE);
    assert!(response.is_approved());
    let (template, commands) = commands(&response);
    assert_eq!((template, commands.len()), (0x72, 1));
    assert_eq!(hex(&commands[0][..5]), "04DA9F7C19");

    select(&mut card);
    assert_eq!(card.answer(&authentication(&response)), [0x90, 0x00]);
    assert_eq!(card.answer(&authentication(&response)), [0x69, 0x85], "once for a transaction");
    assert_eq!(card.answer(&commands[0]), [0x90, 0x00]);
    assert_eq!(customer_exclusive_data(&mut card), AFTER);
}

#[test]
fn a_stolen_card_is_blocked() {
    for amount in [1041, 1043] {
        let mut card = card("visa-issuer-update", 1).unwrap();
        let (_, response) = first_tap(&mut card, amount);
        assert!(!response.is_approved() && response.authorisation_code.is_none());
        let (template, commands) = commands(&response);
        assert_eq!((template, hex(&commands[0][..5])), (0x71, "841E000008".to_owned()));
        select(&mut card);
        assert_eq!(card.answer(&authentication(&response)), [0x90, 0x00]);
        assert_eq!(card.answer(&commands[0]), [0x90, 0x00]);
        card.field_off();
        select(&mut card);
        assert_eq!(card.answer(&gpo_command(&terminal(TTQ, 100))), [0x69, 0x85]);
    }
}

#[test]
fn other_declines_have_no_script() {
    let mut card = card("visa-issuer-update", 1).unwrap();
    let (_, response) = first_tap(&mut card, 1051);
    assert!(response.scripts.is_empty());
    select(&mut card);
    assert_eq!(card.answer(&authentication(&response)), [0x90, 0x00]);
}

#[test]
fn every_changed_bit_is_refused() {
    let mut card = card("visa-issuer-update", 1).unwrap();
    let (_, response) = first_tap(&mut card, 1000);
    select(&mut card);
    let genuine = response.emv_data.get(Tag::new(0x91)).unwrap();
    let (_, commands) = commands(&response);
    for bit in 0..genuine.len() * 8 {
        let mut changed = genuine.to_vec();
        changed[bit / 8] ^= 1 << (bit % 8);
        let mut card = card.clone();
        assert_eq!(card.answer(&external_authenticate(&changed)), [0x63, 0x00], "bit {bit}");
        assert_eq!(card.answer(&commands[0]), [0x69, 0x85], "no script after that");
    }
    assert_eq!(card.answer(&authentication(&response)), [0x90, 0x00]);
    // All but the class and the length, whose changes make another command of it.
    for bit in (8..32).chain(40..commands[0].len() * 8) {
        let mut changed = commands[0].clone();
        changed[bit / 8] ^= 1 << (bit % 8);
        let answer = card.answer(&changed);
        assert!(answer.len() == 2 && !answer.starts_with(&[0x90]), "bit {bit}");
    }
    assert_eq!(customer_exclusive_data(&mut card.clone()), BEFORE);
    assert_eq!(card.answer(&commands[0]), [0x90, 0x00]);
}

#[test]
fn only_after_an_online_request_of_this_application() {
    let mut card = card("visa-issuer-update", 1).unwrap();
    let (_, response) = first_tap(&mut card, 1000);
    let mut stranger = SoftwareCard::new(card.personalisation().clone(), 1).unwrap();
    select(&mut stranger);
    assert_eq!(stranger.answer(&authentication(&response)), [0x69, 0x85], "no transaction before");
    assert_eq!(card.answer(&authentication(&response)), [0x69, 0x85], "not selected");
    let (_, _) = first_tap(&mut card, 1000);
    select(&mut card);
    assert_eq!(card.answer(&authentication(&response)), [0x63, 0x00], "of the transaction before");

    let mut other = tapkernel_simulator::card::card("visa-credit", 1).unwrap();
    tap(&mut other, &terminal(TTQ_ONLINE_PIN, 1000));
    select(&mut other);
    assert_eq!(other.answer(&authentication(&response)), [0x6D, 0x00]);
}

#[test]
fn version_10_answers_with_method_1() {
    let file = FILE.replace("06011203800000", "06010A03800000");
    let mut card = SoftwareCard::new(Personalisation::from_json(&file).unwrap(), 1).unwrap();
    let (_, response) = first_tap(&mut card, 1000);
    let data = response.emv_data.get(Tag::new(0x91)).unwrap();
    assert_eq!((data.len(), &data[8..]), (10, &b"00"[..]));
    select(&mut card);
    assert_eq!(card.clone().answer(&external_authenticate(&[&data[..8], b"05"].concat())), [0x63, 0x00]);
    assert_eq!(card.answer(&authentication(&response)), [0x90, 0x00]);
    assert_eq!(card.answer(&commands(&response).1[0]), [0x90, 0x00]);
    assert_eq!(customer_exclusive_data(&mut card), AFTER);
}

/// The MAC alone does not do: the card writes what its file lists, and nothing else.
#[test]
fn a_genuine_command_for_another_data_object_is_refused() {
    let file = FILE.replace(r#""put_data": { "9F7C""#, r#""put_data": { "9F6E""#);
    let mut card = SoftwareCard::new(Personalisation::from_json(&file).unwrap(), 1).unwrap();
    let (_, response) = first_tap(&mut card, 1000);
    select(&mut card);
    assert_eq!(card.answer(&authentication(&response)), [0x90, 0x00]);
    assert_eq!(card.answer(&commands(&response).1[0]), vec("6A88"));
}
