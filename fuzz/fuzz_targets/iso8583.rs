//! ISO 8583: nothing panics, errors point into the message, and what was read can be written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../oracles/iso8583.rs"]
mod oracle;

fuzz_target!(|input: &[u8]| oracle::check(input));
