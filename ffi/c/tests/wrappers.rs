//! Exported functions only translate: what has more than ten lines belongs in the facade.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

const MOST: usize = 10;

/// Name and lines of code of the body of every exported function; comments do not count.
fn wrappers(text: &str) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((_, rest)) = line.split_once("extern \"C\" fn ").filter(|_| line.starts_with("pub ")) else {
            continue;
        };
        let name = rest.split('(').next().unwrap().to_owned();
        let opened = line.ends_with('{') || lines.any(|line| line.starts_with(')') && line.ends_with('{'));
        assert!(opened, "{name} has a body");
        let body = lines.by_ref().take_while(|line| *line != "}");
        found.push((name, body.filter(|line| !line.trim_start().starts_with("//")).count()));
    }
    found
}

#[test]
fn no_wrapper_is_longer_than_ten_lines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flat_map(|entry| wrappers(&fs::read_to_string(entry.unwrap().path()).unwrap()))
        .collect();
    found.sort_by_key(|(_, lines)| *lines);
    let (longest, lines) = found.last().unwrap();
    println!("{} wrappers, the longest is {longest} with {lines} lines", found.len());
    assert!(found.len() > 40 && *lines <= MOST, "{longest} has {lines} lines");
}

#[test]
fn a_long_wrapper_is_found() {
    let text =
        "pub unsafe extern \"C\" fn a(\n    b: u8,\n) -> u8 {\n    // why\n    1;\n    2\n}\nfn c() {}\n";
    assert_eq!(wrappers(text), [("a".to_owned(), 2)]);
}
