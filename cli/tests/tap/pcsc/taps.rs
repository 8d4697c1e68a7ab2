//! Software cards: the same answer as without a reader, torn at every command, recorded.

use serde_json::Value;

use super::{READERS, Reader, Served, in_both_readers};
use crate::{Ran, Written, tap};

/// What two taps of equal cards have in common: not times, numbers after them, and random values.
fn comparable(ran: &Ran) -> Value {
    assert_eq!(ran.status, 0, "{}", ran.everything());
    let mut answer = ran.json();
    let changing = ["stan", "rrn", "date", "time", "receipt"].map(|key| answer[key].take());
    assert!(changing.iter().filter(|value| !value.is_null()).count() >= 4, "{changing:?}");
    // The authorisation code is drawn from the cryptogram, which is over an unpredictable number.
    if let Some(online) = answer["online"].as_object_mut() {
        online.remove("auth_code");
    }
    answer
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_tap_through_pcsc_ends_as_with_the_embedded_card() {
    let cards = [
        ("visa-credit", "4.10"),
        ("mastercard-credit", "41.00"),
        ("visa-credit", "41.00"),
        ("mastercard-credit", "4.10"),
        ("visa-see-phone", "41.00"),
        ("mastercard-phone", "41.00"),
        ("visa-blocked", "4.10"),
        ("mastercard-wrong-signature", "4.10"),
        ("visa-credit", "10.51"),
        ("mastercard-maestro", "10.51"),
    ];
    in_both_readers(&cards, |reader, (card, amount)| {
        let _served = Served::card(card, reader, &["--away", "0"]);
        let through = reader.pay(amount);
        let embedded = tap(&["pay", amount, "--pin", "1234", "--json", "--card", card]);
        assert_eq!(comparable(&through), comparable(&embedded), "{card} {amount}");
    });
}

/// Wherever it is torn, the same payment goes on with the next tap; so it does when the card is back before the service
/// has noticed anything, which takes it up to 400 ms.
#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_card_that_is_torn_at_any_command_is_presented_again() {
    let visa = (1..=6).map(|command| ("visa-credit", command));
    let mastercard = (1..=7).map(|command| ("mastercard-credit", command));
    let cases: Vec<_> = visa.chain(mastercard).collect();
    in_both_readers(&cases, |reader, &(card, command)| {
        let away = if command % 2 == 0 { "100" } else { "600" };
        let torn = command.to_string();
        let served = Served::card(card, reader, &["--torn-at", &torn, "--taps", "2", "--away", away]);
        let through = reader.pay("41.00");
        assert_eq!(through.status, 0, "{card} torn at {command}: {}", through.everything());
        assert_eq!(
            through.json()["outcome"],
            "Approved",
            "{card} torn at {command}: {}",
            through.everything()
        );
        let told = served.told();
        assert_eq!(told, "tap 1: the card was torn out of the field\ntap 2: the card left the field\n");
    });
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn two_readers_are_told_apart_by_name() {
    let [first, second] = &READERS;
    let _alone = (first.alone(), second.alone());
    let _cards = (Served::card("visa-credit", first, &[]), Served::card("mastercard-credit", second, &[]));
    for (reader, kernel) in [(second, "2"), (first, "3")] {
        assert_eq!(reader.pay("4.10").json()["kernel"], kernel, "{}", reader.name);
    }
    let seen = second.await_state("contactless card");
    assert_eq!(seen["atr"], "3B80800101");
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn a_tap_in_a_reader_is_recorded_and_runs_again() {
    in_both_readers(&["visa-credit", "mastercard-credit"], recorded);
}

fn recorded(reader: &'static Reader, card: &&str) {
    let _served = Served::card(card, reader, &["--away", "0"]);
    for (more, compared) in [(&["--unmasked"][..], "exact"), (&[], "header")] {
        reader.await_state("contactless card");
        let file = Written::new(&format!("pcsc-{card}-{compared}.json"), b"");
        let ran = tap(&[&["record", file.path(), "--reader", &reader.argument(), "--json"], more].concat());
        assert_eq!((ran.status, ran.json()["match"].as_str()), (0, Some(compared)), "{}", ran.everything());
        let replayed = tap(&["replay", file.path(), "--match", compared, "--json"]);
        assert_eq!(replayed.status, 0, "{}", replayed.everything());
        let report = &replayed.json()[0];
        if compared == "exact" {
            for key in ["outcome", "cvm", "kernel", "aid", "oda"] {
                assert_eq!(report[key], ran.json()[key], "{card}: {key}");
            }
        }
    }
}
