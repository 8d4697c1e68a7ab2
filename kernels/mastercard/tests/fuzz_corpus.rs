//! The corpus of the fuzz target `kernel2`, replayed with the oracle of the fuzz target.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::path::Path;

#[path = "../../../fuzz/oracles/kernel2.rs"]
mod oracle;

#[test]
fn kernel2_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/kernel2");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    for file in &files {
        oracle::check(&std::fs::read(file).unwrap());
    }
    assert!(files.len() >= 50, "{} files", files.len());
}
