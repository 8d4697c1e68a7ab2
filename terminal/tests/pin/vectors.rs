//! The vectors as JSON, and what reads them.

use serde_json::Value;
use tapkernel_terminal::pin::ClearPin;
use tapkernel_terminal::tapkernel::core::data::{Pan, tags};

/// The group of this name in `dukpt.json`.
pub(crate) fn dukpt(group: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../../../test-vectors/pin/dukpt.json")).unwrap();
    all["vectors"][group].clone()
}

pub(crate) fn blocks() -> Value {
    serde_json::from_str(include_str!("../../../test-vectors/pin/pinblock.json")).unwrap()
}

/// The list under `key`, not empty.
pub(crate) fn list(group: &Value, key: &str) -> Vec<String> {
    let list: Vec<_> =
        group[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
    assert!(!list.is_empty());
    list
}

pub(crate) fn text<'a>(group: &'a Value, key: &str) -> &'a str {
    group[key].as_str().unwrap_or_else(|| panic!("{key}"))
}

pub(crate) fn bytes<const N: usize>(hex_digits: &str) -> [u8; N] {
    hex::decode(hex_digits).unwrap().try_into().unwrap()
}

pub(crate) fn upper(bytes: impl AsRef<[u8]>) -> String {
    hex::encode_upper(bytes)
}

/// The account number with these digits.
pub(crate) fn pan(digits: &str) -> Pan {
    let digits = digits.trim_end_matches('F');
    let padded = if digits.len() % 2 == 0 { digits.to_owned() } else { format!("{digits}F") };
    Pan::decode(tags::APPLICATION_PAN, &hex::decode(padded).unwrap()).unwrap()
}

pub(crate) fn pin(digits: &str) -> ClearPin {
    ClearPin::parse(digits).unwrap()
}
