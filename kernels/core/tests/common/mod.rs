//! Shared by the ODA tests: test data, and recorded cards run through the public API.
#![allow(dead_code)]

use std::path::Path;

use serde::de::DeserializeOwned;

pub(crate) fn unhex(text: &str) -> Vec<u8> {
    assert_eq!(text.len() % 2, 0, "odd number of digits");
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

pub(crate) fn load<T: DeserializeOwned>(file: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors/oda").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
