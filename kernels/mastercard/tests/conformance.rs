//! `docs/requirements/kernel-2.md` and the conformance table of the crate's README: nothing is claimed without a case,
//! and no case is left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use serde::Deserialize;
use tapkernel_test_vectors::{Case, Requirements, assert_up_to_date, cases, matches};

#[derive(Deserialize)]
struct Named {
    name: String,
}

fn names() -> Vec<String> {
    cases("kernel2", &["rules"]).into_iter().map(|(_, case): (String, Named)| case.name).collect()
}

fn requirements() -> Requirements {
    Requirements::new("kernel2", names().into_iter().map(|name| Case { name, rules: vec![] }))
}

#[test]
fn the_table_of_requirements_is_up_to_date() {
    assert_up_to_date("docs/requirements/kernel-2.md", &requirements().page(HEAD, "Book C-2"));
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    assert_eq!(requirements().gaps(), Vec::<String>::new());
}

const HEAD: &str = "# Kernel 2: rules and the cases that hold them

Generated from `test-vectors/kernel2`; a test fails when this page is stale or a rule has no case. To write it again:
`TAPKERNEL_WRITE=1 cargo test -p tapkernel-mastercard --test conformance`. Numbers of Book C-2 are those of our notes on
the book and may differ by one between editions; a dash is a rule of this kernel's own, or one that no book has.

";

/// A row of the conformance table. Cases and files with tests are told from other words by their `/`.
struct Row<'a> {
    what: &'a str,
    files: Vec<&'a str>,
    state: &'a str,
    cases: Vec<&'a str>,
}

/// The texts between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

fn rows(readme: &str) -> Vec<Row<'_>> {
    let (_, after) = readme.split_once("\n## Conformance\n").expect("a chapter on conformance");
    let chapter = after.split("\n## ").next().unwrap_or_default();
    let lines = chapter.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what "));
    let read =
        |line| match str::split(line, " |").map(|cell| cell.trim_matches(['|', ' '])).collect::<Vec<_>>()[..]
        {
            [what, files, state, cases, ""] => Row {
                what,
                files: quoted(files),
                state,
                cases: quoted(cases).into_iter().filter(|case| case.contains('/')).collect(),
            },
            _ => panic!("no row of four: {line}"),
        };
    lines.map(read).collect()
}

/// What is wrong with the table, given the names of all cases and the folder of the crate.
fn lies(readme: &str, names: &[String], folder: &Path) -> Vec<String> {
    let rows = rows(readme);
    let mut lies = vec![];
    for Row { what, files, state, cases } in &rows {
        if state.starts_with("done") == cases.is_empty() {
            lies.push(format!("{what}: {state}, with {} cases named", cases.len()));
        }
        let (tests, patterns): (Vec<&str>, Vec<&str>) = cases.iter().partition(|case| case.ends_with(".rs"));
        let idle = patterns.iter().filter(|pattern| !names.iter().any(|name| matches(pattern, name)));
        lies.extend(idle.map(|pattern| format!("{what}: no case {pattern}")));
        let files = files.iter().map(|file| folder.join("src").join(file));
        let absent = files.chain(tests.iter().map(|test| folder.join(test))).filter(|file| !exists(file));
        lies.extend(absent.map(|file| format!("{what}: no file {}", file.display())));
    }
    let patterns: Vec<&str> = rows.into_iter().flat_map(|row| row.cases).collect();
    let unnamed = names.iter().filter(|name| !patterns.iter().any(|pattern| matches(pattern, name)));
    lies.extend(unnamed.map(|name| format!("{name} is not named")));
    lies
}

/// Whether there is such a file or folder; `...` in its name stands for anything.
fn exists(file: &Path) -> bool {
    let (folder, name) = (file.parent().unwrap(), file.file_name().unwrap().to_string_lossy());
    let Some((first, last)) = name.split_once("...") else { return file.exists() };
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names
        .map(|name| name.to_string_lossy().into_owned())
        .any(|name| name.starts_with(first) && name.ends_with(last))
}

#[test]
fn the_conformance_table_does_not_lie() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(folder.join("README.md")).unwrap();
    assert_eq!(lies(&readme, &names(), folder), Vec::<String>::new());
    assert!(rows(&readme).len() > 25, "the search sees the table");
}

/// The search is able to find something.
#[test]
fn a_table_that_lies() {
    let table = "\n## Conformance\n\n| what | file | state | cases |\n|---|---|---|---|\n\
        | A | `lib.rs` | done | |\n| B | `attic.rs` | done | `x/*`, `y/*` |\n| C | | open | `tests/attic.rs` |\n\n## On\n";
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lies = lies(table, &["x/one".into(), "z/two".into()], folder);
    let file = |name| format!("no file {}", folder.join(name).display());
    let wanted = [
        "A: done, with 0 cases named".into(),
        "B: no case y/*".into(),
        format!("B: {}", file("src/attic.rs")),
        "C: open, with 1 cases named".into(),
        format!("C: {}", file("tests/attic.rs")),
        "z/two is not named".into(),
    ];
    assert_eq!(lies, wanted);
}
