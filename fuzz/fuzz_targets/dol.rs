//! DOL: the crate reads what a naive parser reads, and fills like a naive formulation of Book 3, 5.4.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../kernels/core/tests/naive/mod.rs"]
#[allow(dead_code)]
mod naive;
#[path = "../oracles/dol.rs"]
mod oracle;

fuzz_target!(|input: &[u8]| oracle::check(input));
