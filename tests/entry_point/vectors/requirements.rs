//! `docs/requirements/entry-point.md`: which cases hold which rule.

use tapkernel_test_vectors::{Case, Requirements, assert_up_to_date};

use super::case;

fn requirements() -> Requirements {
    let cases = case::all().into_iter().map(|(name, case)| Case { name, rules: case.rules });
    Requirements::new("entry_point", cases)
}

#[test]
fn the_table_of_requirements_is_up_to_date() {
    assert_up_to_date("docs/requirements/entry-point.md", &requirements().page(HEAD, "Book"));
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    assert_eq!(requirements().gaps(), Vec::<String>::new());
}

const HEAD: &str = "# Entry Point: rules and scenario families, and the cases that hold them

Generated from `test-vectors/entry_point`; a test fails when this page is stale or a rule has no case. To write it again:
`TAPKERNEL_WRITE=1 cargo test -p tapkernel --test entry_point`. Sections are those of
Contactless Books A and B; the families 2EA to 2EF are the public names of the type-approval series for the Entry Point.

";
