//! The software acquirer answers real taps.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod tap;

use tap::{TTQ, TTQ_ONLINE_PIN, data_record, hex, tap, terminal, vec};
use tapkernel_core::Secret;
use tapkernel_core::data::{Amount, Currency, Database, Money};
use tapkernel_core::tlv::Tag;
use tapkernel_simulator::acquirer::{
    AuthorisationRequest, EncipheredPin, EntryMode, PinError, Reason, ResponseCode, SoftwareAcquirer,
};
use tapkernel_simulator::card::card;
use tapkernel_simulator::crypto::{
    authorisation_cryptogram_1, authorisation_cryptogram_2, card_key, common_session_key,
};
use tapkernel_simulator::pki::issuer_master_key;

fn eur(minor_units: u64) -> Money {
    Money { amount: Amount::new(minor_units).unwrap(), currency: Currency::new(978, 2).unwrap() }
}

fn request_of(name: &str, ttq: &str, amount: u64, stan: u32) -> AuthorisationRequest {
    let mut card = card(name, 1).unwrap();
    let terminal = terminal(ttq, amount);
    let tap = tap(&mut card, &terminal);
    AuthorisationRequest {
        data_record: data_record(&terminal, &tap),
        money: eur(amount),
        stan,
        entry_mode: EntryMode::ContactlessChip,
        pin: None,
    }
}

fn with_pin(mut request: AuthorisationRequest, pin: &str) -> AuthorisationRequest {
    let pin = Secret::new(pin.to_owned());
    request.pin = Some(EncipheredPin::new(&pin, &request.data_record).unwrap());
    request
}

fn authorise(request: &AuthorisationRequest) -> (String, Reason) {
    let response = SoftwareAcquirer::new().authorise(request);
    assert_eq!(response.is_approved(), response.authorisation_code.is_some());
    assert_eq!(response.is_approved(), response.emv_data.is_present(Tag::new(0x91)));
    assert_eq!(hex(response.emv_data.get(Tag::new(0x8A)).unwrap()), hex(&response.response_code.0));
    (response.response_code.to_string(), response.reason)
}

fn is(code: &str, reason: Reason) -> (String, Reason) {
    (code.to_owned(), reason)
}

#[test]
fn approval() {
    let request = with_pin(request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 42), "1234");
    let response = SoftwareAcquirer::new().authorise(&request);
    assert_eq!((response.response_code, response.reason), (ResponseCode::APPROVED, Reason::Approved));
    assert_eq!(response.rrn, "611210000042");
    let code = response.authorisation_code.unwrap();
    assert!(code.len() == 6 && code.bytes().all(|c| c.is_ascii_digit()));
    assert_eq!(response.emv_data.get(Tag::new(0x91)).unwrap().len(), 8);
}

#[test]
fn cents_decide() {
    for amount in [0, 1, 100, 3999, 4000, 4001, 4100, 12_300, 999_999_999_900] {
        assert_eq!(
            authorise(&request_of("visa-credit", TTQ_ONLINE_PIN, amount, 1)),
            is("00", Reason::Approved)
        );
    }
    // The table of the documentation, read as text: every row, and nothing but its rows.
    let rows: Vec<(u64, &str)> = include_str!("../src/acquirer/answers.md")
        .lines()
        .filter_map(|line| Some((line.get(2..4)?.parse().ok()?, line.get(7..9)?)))
        .collect();
    assert_eq!(rows.len(), 18);
    for cents in 0..100 {
        let expected = match rows.iter().find(|row| row.0 == cents) {
            Some(row) => is(row.1, Reason::Amount),
            None => is("00", Reason::Approved),
        };
        let request = request_of("visa-credit", TTQ_ONLINE_PIN, 2000 + cents, 1);
        assert_eq!(authorise(&request), expected, "cents {cents}");
    }
}

#[test]
fn pin() {
    let request = || request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 1);
    assert_eq!(authorise(&with_pin(request(), "1234")), is("00", Reason::Approved));
    for wrong in ["1235", "12345", "0000"] {
        assert_eq!(authorise(&with_pin(request(), wrong)), is("55", Reason::WrongPin));
    }
    // A block made for another card does not hold here.
    let other = with_pin(request_of("visa-expired", TTQ_ONLINE_PIN, 4100, 1), "1234");
    let swapped = AuthorisationRequest { pin: other.pin, ..request() };
    assert_eq!(authorise(&swapped), is("55", Reason::WrongPin));

    let new = |pin: &str, record: &Database| EncipheredPin::new(&Secret::new(pin.to_owned()), record);
    assert_eq!(new("123", &request().data_record), Err(PinError::Pin));
    assert_eq!(new("1234", &Database::new()), Err(PinError::NoCardNumber));
}

#[test]
fn three_wrong_pins_in_a_row_are_too_many() {
    let mut acquirer = SoftwareAcquirer::new();
    let mut card = card("visa-credit", 1).unwrap();
    let pins = ["0000", "0000", "1234", "0000", "0000", "0000", "1234", "0000"];
    let mut codes = Vec::new();
    for (pin, stan) in pins.into_iter().zip(1..) {
        let terminal = terminal(TTQ_ONLINE_PIN, 4100);
        let data_record = data_record(&terminal, &tap(&mut card, &terminal));
        let (money, entry_mode) = (eur(4100), EntryMode::ContactlessChip);
        let request = AuthorisationRequest { data_record, money, stan, entry_mode, pin: None };
        codes.push(acquirer.authorise(&with_pin(request, pin)).response_code.to_string());
    }
    assert_eq!(codes, ["55", "55", "00", "55", "55", "55", "75", "75"]);
    // Another card's PINs are counted apart.
    let other = with_pin(request_of("visa-online-pin", TTQ_ONLINE_PIN, 4100, 20), "1234");
    assert!(acquirer.authorise(&other).is_approved());
}

#[test]
fn soft_decline_then_the_pin() {
    let mut acquirer = SoftwareAcquirer::new();
    let first = request_of("visa-credit", TTQ, 1065, 1);
    assert_eq!(acquirer.authorise(&first).response_code, ResponseCode::SOFT_DECLINE);
    let second = AuthorisationRequest { stan: 2, ..with_pin(first, "1234") };
    assert!(acquirer.authorise(&second).is_approved());
    assert_eq!(acquirer.ledger().len(), 2);
}

#[test]
fn every_byte_under_the_cryptogram_counts() {
    let good = request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 1);
    for tag in [0x9F03, 0x9F1A, 0x95, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36, 0x9F26] {
        let tag = Tag::new(tag);
        let value = good.data_record.get(tag).unwrap().to_vec();
        for at in 0..value.len() {
            let mut changed = value.clone();
            changed[at] ^= 0x01;
            let mut request = good.clone();
            request.data_record.insert(tag, &changed);
            assert_eq!(authorise(&request), is("05", Reason::WrongCryptogram), "{tag} byte {at}");
        }
    }
    let mut other_number = good.clone();
    other_number.data_record.insert(Tag::new(0x5F34), &[0x02]);
    assert_eq!(authorise(&other_number), is("05", Reason::WrongCryptogram));
    let mut results = good.clone();
    results.data_record.insert(Tag::new(0x9F10), &vec("06011203900000"));
    assert_eq!(authorise(&results), is("05", Reason::WrongCryptogram));
}

#[test]
fn what_a_kernel_may_leave_out_counts_as_zeros() {
    let mut request = request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 1);
    request.data_record.remove(Tag::new(0x9F03));
    request.data_record.remove(Tag::new(0x95));
    assert_eq!(authorise(&request), is("00", Reason::Approved));
}

#[test]
fn missing_and_malformed_data() {
    let good = request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 1);
    for tag in [0x57, 0x9F26, 0x9F10, 0x9F1A, 0x9A, 0x9C, 0x9F37, 0x82, 0x9F36] {
        let tag = Tag::new(tag);
        let mut request = good.clone();
        request.data_record.remove(tag);
        assert_eq!(authorise(&request), is("30", Reason::DataObject(tag)));
        request.data_record.insert(tag, &[]);
        assert_eq!(authorise(&request), is("30", Reason::DataObject(tag)));
    }
    for (tag, changed) in [(0x9F02, "000000004101"), (0x9F02, ""), (0x5F2A, "0840")] {
        let mut request = good.clone();
        request.data_record.insert(Tag::new(tag), &vec(changed));
        assert_eq!(authorise(&request), is("13", Reason::AmountDiffers));
    }
    let mut stranger = good.clone();
    stranger.data_record.insert(Tag::new(0x57), &vec("4761739001010010D30122010000012300000F"));
    assert_eq!(authorise(&stranger), is("14", Reason::UnknownCard));
}

#[test]
fn the_other_cards() {
    let answer = |name: &str| authorise(&request_of(name, TTQ_ONLINE_PIN, 4100, 1));
    assert_eq!(answer("visa-debit-phone"), is("00", Reason::Approved));
    assert_eq!(answer("visa-no-oda"), is("00", Reason::Approved));
    assert_eq!(answer("visa-offline"), is("00", Reason::Approved));
    assert_eq!(answer("visa-expired"), is("54", Reason::Expired));
    assert_eq!(answer("visa-declining"), is("05", Reason::DeclinedByCard));
}

#[test]
fn repeats_and_replays() {
    let mut acquirer = SoftwareAcquirer::new();
    let request = request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 1);
    let first = acquirer.authorise(&request);
    assert!(first.is_approved());
    assert_eq!(acquirer.authorise(&request), first);
    assert_eq!(acquirer.ledger().len(), 1);
    let replay = acquirer.authorise(&AuthorisationRequest { stan: 2, ..request });
    assert_eq!((replay.response_code, replay.reason), (ResponseCode::DO_NOT_HONOUR, Reason::Replayed));
    assert_eq!(acquirer.ledger()[1].stan, 2);
}

#[test]
fn issuer_authentication_data_is_what_the_card_computes() {
    let answer = |name: &str| {
        let request = request_of(name, TTQ_ONLINE_PIN, 4100, 1);
        let cryptogram = request.data_record.get(Tag::new(0x9F26)).unwrap().try_into().unwrap();
        let response = SoftwareAcquirer::new().authorise(&request);
        (response.emv_data.get(Tag::new(0x91)).unwrap().to_vec(), cryptogram)
    };
    let master = issuer_master_key("visa-issuer").unwrap();

    let (data, cryptogram) = answer("visa-credit");
    let session = common_session_key(&card_key(&master, "4761739001010036", 1), [0, 1]);
    let csu = [0, 0x80, 0, 0];
    assert_eq!(data, [authorisation_cryptogram_2(&session, cryptogram, csu, &[]), csu].concat());

    let (data, cryptogram) = answer("visa-no-oda");
    let key = card_key(&master, "4761739001010085", 1);
    assert_eq!(data, [&authorisation_cryptogram_1(&key, cryptogram, *b"00")[..], b"00"].concat());
}

#[test]
fn nothing_secret_is_shown() {
    let mut acquirer = SoftwareAcquirer::new();
    let request = with_pin(request_of("visa-credit", TTQ_ONLINE_PIN, 4100, 1), "1234");
    acquirer.authorise(&request);
    let shown = format!("{request:?} {:?}", acquirer.ledger());
    for secret in ["4761739001010036", "1234", "47, 61", "71, 97"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(!format!("{acquirer:?}").contains("4761"), "accounts show card numbers");
}
