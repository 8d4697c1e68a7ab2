//! Shared by the ODA tests and the benchmark: test data, and recorded cards taken apart.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use serde_json::Value;

pub(crate) mod card;

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 2, 0, "odd number of digits");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

/// The recorded test cards.
pub(crate) fn recorded_cards() -> Vec<card::RecordedCard> {
    serde_json::from_str(include_str!("../../../../test-vectors/oda/recorded_cards.json")).unwrap()
}

/// Exchange `at` of a recorded Visa tap: the command and the answer without status word 9000.
pub(crate) fn visa_exchange(name: &str, at: usize) -> (Vec<u8>, Vec<u8>) {
    let taps: Vec<Value> =
        serde_json::from_str(include_str!("../../../../test-vectors/transcripts/visa.json")).unwrap();
    let tap = taps.iter().find(|tap| tap["name"] == name).unwrap();
    let bytes = |key| unhex(tap["exchanges"][at][key].as_str().unwrap());
    (bytes("c"), bytes("r").strip_suffix(&[0x90, 0x00]).unwrap().to_vec())
}
