//! BER-TLV: the crate reads what a naive parser reads, limits hold, and what was read can be written and read again.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../kernels/core/tests/naive/mod.rs"]
#[allow(dead_code)]
mod naive;
#[path = "../oracles/tlv.rs"]
mod oracle;

fuzz_target!(|input: &[u8]| oracle::check(input));
