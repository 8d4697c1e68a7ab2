//! The conformance statement names every option that the code has.

use tapkernel_core::kernel::{Policies, ReaderLimits};
use tapkernel_visa::config::Kernel3Options;

use crate::profile::Profile;

const STATEMENT: &str = include_str!("../../../docs/conformance.md");
const OPTIONS: &str = include_str!("../../../kernels/visa/src/config.rs");

/// The rows that name `option` in code marks.
fn rows(option: &str) -> Vec<&'static str> {
    let named = format!("`{option}`");
    STATEMENT.lines().filter(|line| line.starts_with('|') && line.contains(&named)).collect()
}

/// The names of a struct's fields, from what `Debug` writes on lines of one indent.
fn fields(debug: &str) -> Vec<String> {
    let lines = debug.lines().filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    lines.filter_map(|line| Some(line.trim().split_once(": ")?.0.to_owned())).collect()
}

#[test]
fn every_limit_and_policy_has_its_row() {
    let limits = fields(&format!("{:#?}", ReaderLimits::default()));
    let policies = fields(&format!("{:#?}", Policies::default()));
    assert_eq!((limits.len(), policies.len()), (8, 6));
    for option in limits.iter().chain(&policies) {
        assert_eq!(rows(option).len(), 1, "{option}");
    }
}

#[test]
fn every_option_of_kernel_3_has_its_row() {
    let lines = OPTIONS.lines().map(str::trim).filter(|line| line.starts_with("1 "));
    let options: Vec<_> = lines.filter_map(|line| line.split(' ').nth(2)).collect();
    assert_eq!(options.len(), Kernel3Options::BITS.len());
    for option in options {
        let rows = rows(option);
        assert_eq!(rows.len(), 1, "{option}");
        assert!(rows[0].contains("`schemes[].options."), "{option}");
    }
}

/// The names that the statement gives as places are fields of the schema.
#[test]
fn every_place_is_a_field_of_the_schema() {
    let schema = include_str!("../../../docs/profile.schema.json");
    let mut count = 0;
    for place in
        STATEMENT.split('`').filter(|text| text.starts_with("schemes[].") || text.starts_with("policies."))
    {
        let (_, name) = place.rsplit_once('.').unwrap();
        assert!(schema.contains(&format!("\"{name}\": {{")), "{place}");
        count += 1;
    }
    assert!(count > 20, "{count}");
}

#[test]
fn what_is_no_is_refused() {
    let text = crate::profile::built_in::TEXTS[0].1;
    for wrong in [text.replace("\"25004000\"", "\"A5004000\""), text.replace("\"03\",\n", "\"02\",\n")] {
        assert_ne!(wrong, text);
        assert!(Profile::from_json(&wrong).is_err());
    }
}
