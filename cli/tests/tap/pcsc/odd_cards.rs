//! Cards that nobody should make, from a script that shares nothing with the simulator.

use super::{Reader, Served, in_both_readers};
use crate::tap;

/// The card, the kernel's outcome, the error behind it.
const CARDS: &[(&str, &str, Option<&str>)] = &[
    ("good", "Online Request", None),
    ("ppse-refused", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("ppse-not-supported", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("contact-only", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("empty-directory", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("directory-without-template", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("directory-cut-short", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("nested-directory", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("wrong-template", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("all-bits-set", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("warning-with-data", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("odd-status", "End Application", Some("STATUS BYTES, status 9F10")),
    ("status-zero", "End Application", Some("STATUS BYTES, status 0000")),
    ("blocked", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("not-now", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("memory-problem", "End Application", Some("STATUS BYTES, status 6581")),
    ("endless-61", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("endless-6C", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("chained", "Online Request", None),
    ("empty-answer", "End Application", Some("PARSING ERROR")),
    ("empty-select", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("full-answer", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("slow", "Online Request", None),
    ("records-out-of-order", "Online Request", None),
    ("record-missing", "End Application", Some("STATUS BYTES, status 6A83")),
    ("record-empty", "Online Request", None),
    ("record-twice", "End Application", Some("CARD DATA ERROR")),
    ("records-backwards", "End Application", Some("PARSING ERROR")),
    ("unknown-tags", "Online Request", None),
    ("format-1", "End Application", Some("CARD DATA MISSING")),
    ("pdol-too-long", "End Application", Some("EMPTY CANDIDATE LIST")),
    ("pdol-cut-short", "Online Request", None),
];

/// Those after which the terminal wants a card again: a good one follows.
const PRESENTED_AGAIN: &[&str] = &["one-byte", "too-long", "gone-at-once", "mute-after-select"];

/// As many as the script has: none is forgotten.
#[test]
#[ignore = "needs python3: .ci/pcsc"]
fn every_odd_card_is_tried() {
    let listed = std::process::Command::new("python3")
        .arg(crate::file("cli/tests/tap/pcsc/odd_card.py"))
        .output()
        .unwrap();
    let mut listed: Vec<_> = std::str::from_utf8(&listed.stdout).unwrap().lines().collect();
    let mut tried: Vec<_> =
        CARDS.iter().map(|(card, ..)| *card).chain(PRESENTED_AGAIN.iter().copied()).collect();
    listed.sort_unstable();
    tried.sort_unstable();
    assert_eq!(tried, listed);
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn odd_cards_end_as_the_books_say() {
    in_both_readers(CARDS, |reader, (card, outcome, detail)| {
        let _served = Served::odd(&[card], reader);
        let ran = reader.pay("4.10");
        assert_eq!(ran.status, 0, "{card}: {}", ran.everything());
        let answer = ran.json();
        assert_eq!(answer["kernel_outcome"], *outcome, "{card}: {answer}");
        assert_eq!(answer["detail"].as_str(), *detail, "{card}: {answer}");
    });
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn after_a_card_that_breaks_off_the_next_one_pays() {
    in_both_readers(PRESENTED_AGAIN, |reader, card| {
        let _served = Served::odd(&[card, "good"], reader);
        let ran = reader.pay("4.10");
        assert_eq!(ran.json()["kernel_outcome"], "Online Request", "{card}: {}", ran.everything());
    });
}

#[test]
#[ignore = "needs pcscd with vpcd: .ci/pcsc"]
fn what_a_card_offers_is_told() {
    let rows = [
        ("good", "contactless"),
        ("contact-only", "contact"),
        ("ppse-refused", "none"),
        ("unknown-tags", "contactless"),
        ("chained", "contactless"),
        ("all-bits-set", "contactless"),
    ];
    in_both_readers(&rows, |reader: &Reader, (card, directory)| {
        let _served = Served::odd(&[card], reader);
        let ran = tap(&["decode", "--reader", &reader.argument(), "--json"]);
        assert_eq!((ran.status, ran.json()["directory"].as_str()), (0, Some(*directory)), "{card}");
        assert!(!ran.stdout.contains("4761739001010119"), "{card}: the account number is there");
        assert_eq!(
            ran.stdout.contains("4761730000000119"),
            matches!(*card, "good" | "unknown-tags" | "chained"),
            "{card}"
        );
    });
}
