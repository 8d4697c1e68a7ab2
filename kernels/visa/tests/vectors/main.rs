//! The vectors of `test-vectors/kernel3`: one loop over all cases, and the table of the rules they hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod actual;
mod base;
mod case;
mod compare;
mod requirements;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::path::PathBuf;

/// A path in the repository.
fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

#[test]
fn every_case_holds() {
    let base = base::load();
    let mut broken = vec![];
    for (name, case) in case::all() {
        let actual = actual::run(&base, &case);
        broken.extend(compare::differences(&base, &case, &actual).map(|what| format!("{name}: {what}")));
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn there_are_enough_cases_and_no_name_is_used_twice() {
    let names: Vec<String> = case::all().into_iter().map(|(_, case)| case.name).collect();
    let different: BTreeSet<&String> = names.iter().collect();
    assert_eq!(names.len(), different.len(), "a name is used twice");
    assert!(names.len() >= 140, "only {} cases", names.len());
}

/// Two cases that differ in nothing but words would be one.
#[test]
fn no_case_is_another_one_again() {
    let mut seen = BTreeSet::new();
    let again = case::all().into_iter().filter(|(_, case)| !seen.insert(case.input()));
    assert_eq!(again.map(|(name, _)| name).collect::<Vec<_>>(), Vec::<String>::new());
}

/// The comparison is able to fail: every case, held against the end of another kind, differs.
#[test]
fn a_wrong_expectation_is_noticed() {
    let base = base::load();
    for (name, mut case) in case::all() {
        let actual = actual::run(&base, &case);
        let outcome = case.expect.remove("end").unwrap();
        let other = if outcome == "select-next" { "see-phone" } else { "select-next" };
        case.expect.clear();
        case.expect.insert("end".into(), other.into());
        assert!(compare::differences(&base, &case, &actual).next().is_some(), "{name}");
    }
}

#[test]
fn the_table_of_requirements_is_up_to_date() {
    let table = requirements::table();
    let path = file("docs/requirements/kernel-3.md");
    if std::env::var_os("TAPKERNEL_WRITE_TABLES").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == table, "docs/requirements/kernel-3.md is stale: run with TAPKERNEL_WRITE_TABLES=1");
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    assert_eq!(requirements::gaps(), Vec::<String>::new());
}
