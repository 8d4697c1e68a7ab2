//! The checked-in header is what the sources make. `UPDATE_HEADER=1 cargo test -p tapkernel-c --test header` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

#[test]
fn the_header_is_made_from_the_sources() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let bindings = cbindgen::Builder::new().with_crate(root).with_config(config).generate().unwrap();
    let mut made = Vec::new();
    bindings.write(&mut made);
    let made = String::from_utf8(made).unwrap();
    let file = root.join("include/tapkernel.h");
    if std::env::var_os("UPDATE_HEADER").is_some() {
        fs::write(&file, &made).unwrap();
    }
    let checked_in = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        made == checked_in,
        "include/tapkernel.h is not what the sources make: see the first line of this test"
    );
    has_every_function(&checked_in);
}

/// Every exported function is in the header.
fn has_every_function(header: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let exported: Vec<String> = fs::read_dir(root.join("src"))
        .unwrap()
        .flat_map(|entry| {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            let names = text.lines().filter_map(|line| line.split_once("extern \"C\" fn tk_"));
            let names = names.filter_map(|(_, rest)| rest.split('(').next());
            names.map(|name| format!("tk_{name}(")).collect::<Vec<_>>()
        })
        .collect();
    assert!(exported.len() > 40, "the walk finds the functions");
    let missing: Vec<_> = exported.iter().filter(|name| !header.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
