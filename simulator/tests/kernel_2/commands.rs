//! The commands of a Mastercard card without a kernel: what they want, what they refuse, and the CVC3.

use tapkernel_simulator::card::{SoftwareCard, card};
use tapkernel_simulator::crypto::{card_key, cvc3};
use tapkernel_simulator::pki::issuer_cvc3_key;

use crate::tap::{hex, vec};

fn status(card: &mut SoftwareCard, command: &str) -> String {
    let answer = card.answer(&vec(command));
    hex(&answer[answer.len() - 2..])
}

fn select(name: &str) -> SoftwareCard {
    let mut card = card(name, 1).unwrap();
    assert_eq!(status(&mut card, "00A4040007A000000004101000"), "9000");
    card
}

const GET_PROCESSING_OPTIONS: &str = "80A800000D830B6C0000000000000002502200";

/// GENERATE AC with this P1 and the values of the CDOL.
fn generate_ac(parameter: &str) -> String {
    let values =
        ["000000001000", "000000000000", "0250", "0000000000", "0978", "261121", "00", "5A010203", "22"];
    let more = ["1F0002", "120000"];
    let data = format!("{}{}{}", values.concat(), more.concat(), "00".repeat(20));
    format!("80AE{parameter}00{:02X}{data}00", data.len() / 2)
}

#[test]
fn commands_out_of_place() {
    let mut card = select("mastercard-credit");
    assert_eq!(status(&mut card, &generate_ac("90")), "6985", "before GET PROCESSING OPTIONS");
    assert_eq!(status(&mut card, GET_PROCESSING_OPTIONS), "9000");
    for (command, expected) in [
        ("80EA00000411223344", "6D00"),
        ("80EA01000411223344", "6A86"),
        ("80D0000004112233445500", "6700"),
        ("80D00000041122334400", "6D00"),
        ("802A8E80041122334400", "6D00"),
        ("802A8E81041122334400", "6A86"),
        ("80AE90000400000000", "6700"),
        ("80AE9001040000000000", "6A86"),
    ] {
        assert_eq!(status(&mut card, command), expected, "{command}");
    }
    assert_eq!(status(&mut card, &generate_ac("C0")), "6A86", "the reserved type");
    assert_eq!(status(&mut card, &generate_ac("90")), "9000");
    assert_eq!(status(&mut card, &generate_ac("90")), "6985", "one cryptogram for a transaction");
}

#[test]
fn recover_ac_only_for_the_same_number() {
    let mut card = select("mastercard-torn");
    assert_eq!(status(&mut card, GET_PROCESSING_OPTIONS), "9000");
    assert_eq!(status(&mut card, "80D00000045A01020300"), "6985", "nothing to recover");
    let lost = card.answer(&vec(&generate_ac("90")));
    assert!(lost.ends_with(&[0x90, 0x00]));
    card.field_off();
    assert_eq!(status(&mut card, "00A4040007A000000004101000"), "9000");
    assert_eq!(status(&mut card, GET_PROCESSING_OPTIONS), "9000");
    assert_eq!(status(&mut card, "80D00000045A01020400"), "6985", "another number");
    assert_eq!(card.answer(&vec("80D00000045A01020300")), lost);
    assert_eq!(status(&mut card, &generate_ac("90")), "6985", "one cryptogram for a transaction");
}

#[test]
fn the_checksum_is_the_cvc3_of_the_issuers_key() {
    let mut card = select("mastercard-mag-stripe");
    assert_eq!(status(&mut card, GET_PROCESSING_OPTIONS), "9000");
    let answer = card.answer(&vec("802A8E80040000089900"));
    let key = card_key(&issuer_cvc3_key("mastercard-issuer").unwrap(), "5413330089000153", 1);
    let track = card.personalisation().applications[0].objects.get("9F6B".parse().unwrap()).unwrap();
    let code = cvc3(&key, track, [0, 0, 8, 0x99], [0, 1]);
    assert_eq!(hex(&answer), format!("770A9F6102{}9F360200019000", hex(&code)));
    assert_eq!(status(&mut card, "802A8E80040000089900"), "6985", "one checksum for a transaction");
}
