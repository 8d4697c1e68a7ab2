//! `docs/requirements/kernel-3.md`: which cases hold which rule.

use tapkernel_test_vectors::{Case, Requirements, assert_up_to_date};

use super::case;

fn requirements() -> Requirements {
    let cases = case::all().into_iter().map(|(name, case)| Case { name, rules: case.rules });
    Requirements::new("kernel3", cases)
}

#[test]
fn the_table_of_requirements_is_up_to_date() {
    assert_up_to_date("docs/requirements/kernel-3.md", &requirements().page(HEAD, "Book C-3"));
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    assert_eq!(requirements().gaps(), Vec::<String>::new());
}

const HEAD: &str = "# Kernel 3: rules and the cases that hold them

Generated from `test-vectors/kernel3`; a test fails when this page is stale or a rule has no case. To write it again:
`TAPKERNEL_WRITE=1 cargo test -p tapkernel-visa --test vectors`. Numbers of Book C-3 are those that public
implementations cite, as far as they are known; a dash is a rule without one.

";
