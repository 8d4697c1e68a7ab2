//! What a profile says of the terminal: rules, settings of the acquirer, the line.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod acquirer;
mod rules;

use serde_json::Value;
use tapkernel_terminal::tapkernel::profile::Profile;

/// `softpos-eur` with one section more.
fn profile(section: &str, value: Value) -> Profile {
    let text = include_str!("../../../src/profile/built_in/softpos-eur.json");
    let mut document: Value = serde_json::from_str(text).unwrap();
    document[section] = value;
    Profile::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}"))
}
