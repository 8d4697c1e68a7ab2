//! `tap record`: every software card, recorded and run again.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use tapkernel_simulator::card::{Personalisation, personalisations};

use super::{Written, tap};

/// A file that `tap record` writes, and its answer.
struct Recorded {
    file: Written,
    answer: Value,
}

impl Recorded {
    fn new(card: &str, amount: &str, more: &[&str]) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let file = Written::new(&format!("record-{}.json", NUMBER.fetch_add(1, Ordering::Relaxed)), b"");
        let ran =
            tap(&[&["record", file.path(), "--card", card, "--amount", amount, "--json"], more].concat());
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{card}: {}", ran.stdout);
        Self { answer: ran.json(), file }
    }

    fn transcript(&self) -> Value {
        serde_json::from_str(&self.text()).unwrap()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.file.path()).unwrap()
    }

    /// What `tap replay` says of it.
    fn replayed(&self, more: &[&str]) -> Value {
        let ran = tap(&[&["replay", self.file.path(), "--json"], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.everything());
        ran.json()[0].clone()
    }
}

fn account_numbers(card: &Personalisation) -> Vec<String> {
    card.applications.iter().map(|application| application.pan().unwrap()).collect()
}

#[test]
fn every_card_is_recorded_in_the_clear_and_ends_the_same_byte_for_byte() {
    for card in personalisations().unwrap() {
        for amount in ["1.00", "41.00"] {
            let recorded = Recorded::new(&card.name, amount, &["--unmasked"]);
            let transcript = recorded.transcript();
            assert_eq!(transcript["match"], "exact");
            let report = recorded.replayed(&["--match", "exact"]);
            for key in ["outcome", "cvm", "kernel", "aid", "oda"] {
                assert_eq!(report[key], recorded.answer[key], "{} {amount}: {key}", card.name);
                assert_eq!(report[key], transcript["expect"][key], "{} {amount}: {key}", card.name);
            }
            let sent = report["commands"].as_array().unwrap().len();
            assert_eq!(recorded.answer["exchanges"], sent, "{} {amount}", card.name);
        }
    }
}

#[test]
fn every_card_is_recorded_masked_and_runs_by_its_headers() {
    let mut with_number = 0;
    for card in personalisations().unwrap() {
        let masked = Recorded::new(&card.name, "41.00", &[]);
        let transcript = masked.transcript();
        assert_eq!((&transcript["match"], &masked.answer["masked"]), (&json!("header"), &json!(true)));
        masked.replayed(&[]);
        let note = transcript["note"].as_str().unwrap();
        assert!(note.contains("offline data authentication cannot be verified"), "{note}");
        assert_ne!(transcript["expect"]["oda"]["result"], "verified", "{}", card.name);
        let clear = Recorded::new(&card.name, "41.00", &["--unmasked"]);
        for number in account_numbers(&card) {
            assert!(!hidden_digits_stand(&masked.text(), &number), "{}", card.name);
            with_number += usize::from(hidden_digits_stand(&clear.text(), &number));
        }
    }
    assert!(with_number > 20, "the account numbers would be seen: {with_number}");
}

/// The digits of a text, as hexadecimal.
fn as_text(digits: &str) -> String {
    digits.bytes().map(|digit| format!("{digit:02X}")).collect()
}

/// Whether ten digits in a row of the account number stand there, one at least of which is to be hidden.
fn hidden_digits_stand(text: &str, number: &str) -> bool {
    let zeros = "0".repeat(number.len() - 10);
    let masked = format!("{}{zeros}{}", &number[..6], &number[number.len() - 4..]);
    let differing =
        (0..=number.len() - 10).map(|at| at..at + 10).filter(|at| number[at.clone()] != masked[at.clone()]);
    differing.map(|at| &number[at]).any(|digits| text.contains(digits) || text.contains(&as_text(digits)))
}

/// From the certificate of the card its account number can be read: it is not in a masked recording.
#[test]
fn certificates_and_names_are_not_in_a_masked_recording() {
    let masked = Recorded::new("mastercard-credit", "1.00", &[]).text();
    let clear = Recorded::new("mastercard-credit", "1.00", &["--unmasked"]).text();
    let blank = |tag: &str, text: &str| {
        text.match_indices(&format!("{tag}81")).any(|(at, _)| {
            let value = &text[at + tag.len() + 4..][..64];
            value.bytes().all(|digit| digit == b'0')
        })
    };
    for certificate in ["9F46", "90"] {
        assert!(blank(certificate, &masked) && !blank(certificate, &clear), "{certificate}");
    }
}

#[test]
fn a_recording_can_be_decoded_and_paid_with() {
    let recorded = Recorded::new("visa-credit", "4.10", &["--unmasked", "--type", "purchase"]);
    let decoded = tap(&["decode", recorded.file.path(), "--kernel", "visa"]);
    assert_eq!(decoded.status, 0, "{}", decoded.stderr);
    let paid = tap(&["pay", "4.10", "--transcript", recorded.file.path(), "--json"]);
    assert_eq!(paid.status, 0, "{}", paid.everything());
}

/// A recording with a profile from a file needs that file no more.
#[test]
fn a_profile_from_a_file_goes_into_the_recording() {
    let lab = super::file("src/profile/built_in/lab.json");
    let recorded = Recorded::new("visa-offline", "1.00", &["--unmasked", "--profile", &lab]);
    assert!(recorded.transcript()["profile"].is_object());
    assert_eq!(recorded.replayed(&[])["outcome"], recorded.answer["outcome"]);
}

#[cfg(unix)]
#[test]
fn others_may_not_read_what_is_in_the_clear() {
    use std::os::unix::fs::PermissionsExt;
    let file = Written::new("mode.json", b"");
    std::fs::remove_file(file.path()).unwrap();
    assert_eq!(tap(&["record", file.path(), "--card", "visa-credit", "--unmasked"]).status, 0);
    let mode = std::fs::metadata(file.path()).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[test]
fn what_cannot_be_recorded_is_bad_input_or_unknown() {
    let file = Written::new("none.json", b"");
    for (arguments, field) in [
        (vec!["--card", "no-such-card"], "--card"),
        (vec!["--card", "visa-credit", "--amount", "x"], "AMOUNT"),
        (vec!["--card", "visa-credit", "--type", "cashback"], "--other"),
        (vec!["--reader", "usb"], "--reader"),
        (vec!["--card", "visa-credit", "--profile", "no-such-profile"], "--profile"),
    ] {
        let ran = tap(&[&["record", file.path(), "--json"], arguments.as_slice()].concat());
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.everything());
        assert_eq!(ran.json()["error"]["field"], field, "{arguments:?}");
    }
    assert_eq!(tap(&["record", file.path()]).status, 2, "a card or a reader is wanted");
    let nowhere = tap(&["record", "/no/such/folder/x.json", "--card", "visa-credit", "--json"]);
    assert_eq!((nowhere.status, nowhere.json()["error"]["field"].as_str()), (2, Some("FILE")));
}
