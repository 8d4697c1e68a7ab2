//! Kernel 2: any signals in any order end in one outcome, and no cryptogram is taken that was not asked for.

#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../oracles/kernel2.rs"]
mod oracle;

fuzz_target!(|input: &[u8]| oracle::check(input));
