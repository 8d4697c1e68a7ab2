//! The corpora of the fuzz targets, replayed with the oracles of the fuzz targets.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

#[allow(dead_code, unreachable_pub)]
mod naive;

#[path = "../../../fuzz/oracles/dol.rs"]
mod dol;
#[path = "../../../fuzz/oracles/tlv.rs"]
mod tlv;

/// The number of files of a corpus, each of which went through `check`.
fn replay(target: &str, check: fn(&[u8])) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    for file in &files {
        check(&fs::read(file).unwrap());
    }
    files.len()
}

#[test]
fn tlv_corpus() {
    assert!(replay("tlv", tlv::check) >= 50);
}

#[test]
fn dol_corpus() {
    assert!(replay("dol", dol::check) >= 20);
}
