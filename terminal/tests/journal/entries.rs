//! Entries as text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use tapkernel_terminal::journal::Entry;

use crate::rig::entry;

/// Every field that an entry may have, by kind. A field that is added here is one more thing that is written down of a
/// cardholder: think first.
const FIELDS: &[(&str, &[&str])] = &[
    (
        "begun",
        &["kind", "money", "cashback", "stan", "batch", "reference", "original", "supervisor", "operator"],
    ),
    (
        "card-read",
        &["token", "last_four", "kernel", "aid", "application", "language", "entry_mode", "cvm", "oda"],
    ),
    ("sending", &["message_type", "stan", "made", "with_pin"]),
    ("answered", &["stan", "message_type", "response_code", "authorisation_code", "rrn"]),
    ("unanswered", &["stan", "message_type", "may_have_arrived"]),
    ("reversal-due", &["stan", "reason"]),
    ("ended", &["verdict", "reason"]),
    ("resolved", &["became", "response_code"]),
    ("signed", &[]),
    ("delivered", &[]),
    ("batch-closing", &["batch"]),
    ("batch-closed", &["batch"]),
    ("clock-doubted", &["said"]),
    ("clock-confirmed", &["by"]),
    ("kept", &["name", "value"]),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    /// Text and back, and nothing in it but the documented fields.
    #[test]
    fn are_read_as_they_were_written(entry in entry()) {
        let text = serde_json::to_string(&entry).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Entry>(&text).unwrap(), &entry);
        prop_assert!(!text.contains('\n'), "one line in an export: {}", text);
        let Value::Object(object) = serde_json::from_str(&text).unwrap() else { panic!("{text}") };
        let kind = object["entry"].as_str().unwrap();
        let (_, fields) = FIELDS.iter().find(|(known, _)| *known == kind).expect(kind);
        let fields: BTreeSet<_> = fields.iter().copied().chain(["entry"]).collect();
        prop_assert!(object.keys().all(|key| fields.contains(key.as_str())), "{}", text);
    }

    /// Whatever else the text is, it is refused or read; it never panics.
    #[test]
    fn hostile_text_is_refused(entry in entry(), at in any::<usize>(), byte in any::<u8>()) {
        let mut text = serde_json::to_vec(&entry).unwrap();
        let at = at % text.len();
        text[at] = byte;
        let _ = serde_json::from_slice::<Entry>(&text);
    }
}

/// The strategy makes every kind, so that the tests above speak of all of them.
#[test]
fn of_every_kind_are_made() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let kinds: BTreeSet<String> = (0..2000)
        .map(|_| {
            let entry = entry().new_tree(&mut runner).unwrap().current();
            serde_json::to_value(&entry).unwrap()["entry"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(kinds, FIELDS.iter().map(|(kind, _)| (*kind).to_owned()).collect());
}
