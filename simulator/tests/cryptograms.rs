//! The simulator's symmetric cryptography against published vectors and against a second formulation in Python.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeMap;
use std::process::Command;

use tapkernel_core::data::Database;
use tapkernel_simulator::crypto::{
    CryptogramVersion, MChipVersion, MissingDataObject, Padding, TdesKey, authorisation_cryptogram_1,
    authorisation_cryptogram_2, card_key, command_mac, cvc3, integrity_session_key, option_a, option_b,
    retail_mac,
};

const VISA: &str = include_str!("../../test-vectors/cryptograms/visa.json");
const MASTERCARD: &str = include_str!("../../test-vectors/cryptograms/mastercard.json");
const SECOND: &str = include_str!("../../test-vectors/cryptograms/second-formulation.json");

#[derive(serde::Deserialize)]
struct Case {
    name: String,
    issuer_master_key: String,
    pan: String,
    sequence_number: String,
    card_key_check: String,
    session_key_check: String,
    data: BTreeMap<String, String>,
    cryptogram: String,
    response_cryptogram: String,
    issuer_integrity_key: String,
    integrity_key_check: String,
    script_command: String,
    script_mac: String,
}

#[derive(serde::Deserialize)]
struct Mastercard {
    application_cryptograms: Vec<MChipCase>,
    cvc3: BTreeMap<String, String>,
}

#[derive(serde::Deserialize)]
struct MChipCase {
    name: String,
    issuer_master_key: String,
    pan: String,
    sequence_number: String,
    card_key_check: String,
    data: BTreeMap<String, String>,
    cryptogram: String,
    response_code: String,
    response_cryptogram: String,
}

fn database(objects: &BTreeMap<String, String>) -> Database {
    let mut data = Database::new();
    for (tag, value) in objects {
        data.insert(tag.parse().unwrap(), &vec(value));
    }
    data
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    vec(hex).try_into().unwrap()
}

fn vec(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[test]
fn published_vectors_of_visas_versions() {
    let cases: Vec<Case> = serde_json::from_str(VISA).unwrap();
    assert_eq!(cases.len(), 3);
    for case in cases {
        let issuer = TdesKey::new(bytes(&case.issuer_master_key));
        let key = card_key(&issuer, &case.pan, bytes::<1>(&case.sequence_number)[0]);
        assert_eq!(hex(&key.check_value()[..2]), case.card_key_check, "{}", case.name);

        let data = database(&case.data);
        let iad = vec(&case.data["9F10"]);
        let version = if case.name == "CVN 22" {
            // The vector's Issuer Application Data name version 18: both have the same data and key.
            CryptogramVersion::Cvn22
        } else {
            CryptogramVersion::of(&iad).unwrap()
        };
        let cryptogram = version.cryptogram(&key, &data).unwrap();
        assert_eq!(hex(&cryptogram), case.cryptogram, "{}", case.name);

        let session_key = version.session_key(&key, &data).unwrap();
        assert_eq!(hex(&session_key.check_value()[..2]), case.session_key_check, "{}", case.name);
        let response = match version {
            CryptogramVersion::Cvn10 => authorisation_cryptogram_1(&session_key, cryptogram, *b"00").to_vec(),
            _ => authorisation_cryptogram_2(&session_key, cryptogram, [0; 4], &[]).to_vec(),
        };
        assert_eq!(hex(&response), case.response_cryptogram, "{}", case.name);

        let master = TdesKey::new(bytes(&case.issuer_integrity_key));
        let key = card_key(&master, &case.pan, bytes::<1>(&case.sequence_number)[0]);
        assert_eq!(hex(&key.check_value()[..2]), case.integrity_key_check, "{}", case.name);
        let counter = bytes(&case.data["9F36"]);
        let session_key = integrity_session_key(version, &key, counter, cryptogram);
        let mac = command_mac(&session_key, bytes(&case.script_command), counter, cryptogram, &[]);
        assert_eq!(hex(&mac), case.script_mac, "{}", case.name);
    }
}

#[test]
fn published_vectors_of_mastercards_versions() {
    let vectors: Mastercard = serde_json::from_str(MASTERCARD).unwrap();
    let names: Vec<_> = vectors.application_cryptograms.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names, ["CVN 16", "CVN 17", "CVN 20", "CVN 21"]);
    for case in vectors.application_cryptograms {
        let issuer = TdesKey::new(bytes(&case.issuer_master_key));
        let key = card_key(&issuer, &case.pan, bytes::<1>(&case.sequence_number)[0]);
        assert_eq!(hex(&key.check_value()[..2]), case.card_key_check, "{}", case.name);
        let data = database(&case.data);
        let version = MChipVersion::of(&vec(&case.data["9F10"])).unwrap();
        let cryptogram = version.cryptogram(&key, &data).unwrap();
        assert_eq!(hex(&cryptogram), case.cryptogram, "{}", case.name);
        let response_key = version.response_key(&key, &data).unwrap();
        let response = authorisation_cryptogram_1(&response_key, cryptogram, bytes(&case.response_code));
        assert_eq!(hex(&response), case.response_cryptogram, "{}", case.name);
    }
}

#[test]
fn published_cvc3() {
    let case = serde_json::from_str::<Mastercard>(MASTERCARD).unwrap().cvc3;
    let issuer = TdesKey::new(bytes(&case["issuer_key"]));
    let key = card_key(&issuer, &case["pan"], bytes::<1>(&case["sequence_number"])[0]);
    let (number, counter) = (bytes(&case["unpredictable_number"]), bytes(&case["counter"]));
    let code = cvc3(&key, &vec(&case["track_2"]), number, counter);
    assert_eq!(u16::from_be_bytes(code).to_string(), case["cvc3"]);
}

#[test]
fn a_missing_or_short_object_is_named() {
    let vectors: Mastercard = serde_json::from_str(MASTERCARD).unwrap();
    let key = TdesKey::new([1; 16]);
    let whole = database(&vectors.application_cryptograms[0].data);
    for (tag, _) in whole.iter() {
        let mut without = whole.clone();
        without.insert(tag, &[]);
        assert_eq!(MChipVersion::Cvn16.cryptogram(&key, &without), Err(MissingDataObject(tag)));
    }
    assert_eq!(MChipVersion::of(&vec("011200")), None);
    assert_eq!(MChipVersion::of(&[0x01]), None);
}

#[test]
fn numbers_of_the_second_formulation() {
    let second: BTreeMap<String, String> = serde_json::from_str(SECOND).unwrap();
    let issuer = TdesKey::new(bytes("0123456789ABCDEFFEDCBA9876543210"));
    let card = option_a(&issuer, "4761739001010036", 0x01);
    let same = |key: TdesKey, name: &str| assert_eq!(key, TdesKey::new(bytes(&second[name])), "{name}");

    assert_eq!(hex(&issuer.check_value()), second["kcv"]);
    same(option_a(&issuer, "376100000000004", 0x00), "option_a_15_digits");
    same(card.clone(), "option_a_16_digits");
    same(option_b(&issuer, "12345678901234567", 0x45), "option_b_17_digits");
    same(option_b(&issuer, "123456789012345678", 0x00), "option_b_18_digits");
    same(card_key(&issuer, "1234567890123456789", 0x12), "option_b_19_digits");
    let (pan, key) = second["option_b_letters"].split_once(' ').unwrap();
    assert_eq!(option_b(&issuer, pan, 0), TdesKey::new(bytes(key)));

    let data: Database = [
        ("9F02".parse().unwrap(), vec("000000004100")),
        ("9F37".parse().unwrap(), vec("AB12CD34")),
        ("9F36".parse().unwrap(), vec("0007")),
        ("9F10".parse().unwrap(), vec("06011103A00000")),
    ]
    .iter()
    .map(|(tag, value)| (*tag, value.as_slice()))
    .collect();
    let version = CryptogramVersion::of(&vec("06011103A00000")).unwrap();
    assert_eq!(hex(&version.cryptogram(&card, &data).unwrap()), second["cvn17"]);

    let (counter, cryptogram) = ([0, 7], bytes("29CCA15AE665FA2E"));
    let session_key = integrity_session_key(version, &card, counter, cryptogram);
    let mac = command_mac(&session_key, bytes("04DA9F7C0B"), counter, cryptogram, &[1, 2, 3]);
    assert_eq!(hex(&mac), second["mac_put_data"]);

    let two_blocks: Vec<u8> = (0..16).collect();
    let mac = |padding| hex(&retail_mac(&card, padding, &two_blocks));
    assert_eq!(mac(Padding::Zeros), second["mac_zeros_whole_block"]);
    assert_eq!(mac(Padding::OneBit), second["mac_one_bit_whole_block"]);
}

#[test]
fn python_prints_the_committed_numbers() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cryptograms.py");
    let Ok(run) = Command::new("python3").arg(script).output() else {
        eprintln!("SKIPPED: python3 is not there");
        return;
    };
    let second: BTreeMap<String, String> = serde_json::from_str(SECOND).unwrap();
    let printed: BTreeMap<String, String> = String::from_utf8(run.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    assert_eq!(printed, second);
}
