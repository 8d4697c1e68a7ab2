//! The vectors of `test-vectors/entry_point`: one loop over all cases, and the table of the rules they hold.

mod card;
mod case;
mod compare;
mod report;
mod requirements;
mod run;
mod values;

use std::collections::BTreeSet;

use serde_json::json;

#[test]
fn every_case_holds() {
    let base = case::base();
    let mut broken = vec![];
    for (name, case) in case::all() {
        let came = run::run(&base, &case);
        broken.extend(
            compare::differences(&case.expect, &came).into_iter().map(|what| format!("{name}: {what}")),
        );
    }
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn there_are_enough_cases_and_each_is_another() {
    let cases = case::all();
    let names: BTreeSet<_> = cases.iter().map(|(_, case)| &case.name).collect();
    assert_eq!(names.len(), cases.len(), "a name is used twice");
    assert!(names.len() >= 170, "only {} cases", names.len());
    let mut seen = BTreeSet::new();
    for (name, case) in &cases {
        let mut input = case.clone();
        input.name.clear();
        input.note.clear();
        input.rules.clear();
        input.expect.clear();
        assert!(seen.insert(format!("{input:?}")), "{name} is another one again");
    }
}

/// The comparison is able to fail: no case expects what another outcome, or none, would give.
#[test]
fn a_wrong_expectation_is_noticed() {
    let base = case::base();
    for (name, case) in case::all() {
        let mut came = run::run(&base, &case);
        for (_, value) in came.as_object_mut().unwrap() {
            *value = json!("something else");
        }
        assert!(!compare::differences(&case.expect, &came).is_empty(), "{name}");
    }
}
