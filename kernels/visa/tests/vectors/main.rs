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
