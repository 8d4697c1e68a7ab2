//! The checksum of the build: SHA-256 over every source file of the library, in the order of their names.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

/// What goes into a build, from this folder.
const SOURCES: &[&str] = &["../../kernels", "../../src", "src"];

fn main() {
    let mut files: Vec<_> = SOURCES.iter().flat_map(|folder| rust_files(Path::new(folder))).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in &files {
        hash.update(file.to_string_lossy().replace('\\', "/"));
        hash.update([0]);
        hash.update(fs::read(file).expect("a source file can be read"));
    }
    for feature in ["CARGO_FEATURE_VISA", "CARGO_FEATURE_MASTERCARD"] {
        hash.update([u8::from(env::var_os(feature).is_some())]);
    }
    let checksum = hash.finalize().iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02X}").expect("a string grows");
        text
    });
    println!("cargo::rustc-env=TAPKERNEL_BUILD_CHECKSUM={checksum}");
    SOURCES.iter().for_each(|folder| println!("cargo::rerun-if-changed={folder}"));
}

/// All sources under `folder` that ship, built-in profiles included.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.expect("a folder can be read").path());
    paths
        .filter(|path| !["tests", "benches", "target"].iter().any(|name| path.ends_with(name)))
        .flat_map(|path| if path.is_dir() { rust_files(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|kind| kind == "rs" || kind == "json"))
        .collect()
}
