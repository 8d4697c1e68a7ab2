//! The conformance statement names every option that the code has.

use tapkernel_core::kernel::{Policies, ReaderLimits};
use tapkernel_mastercard::config::Kernel2Options;
use tapkernel_visa::config::Kernel3Options;

use crate::profile::Profile;

const STATEMENT: &str = include_str!("../../../docs/conformance.md");
const OPTIONS: [(&str, usize, &str); 2] = [
    (
        include_str!("../../../kernels/mastercard/src/config.rs"),
        Kernel2Options::BITS.len(),
        "`schemes[].kernel_2_options.",
    ),
    (include_str!("../../../kernels/visa/src/config.rs"), Kernel3Options::BITS.len(), "`schemes[].options."),
];

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
fn every_option_of_a_kernel_has_its_row() {
    for (source, count, place) in OPTIONS {
        let lines = source.lines().map(str::trim).filter(|line| line.starts_with("1 "));
        let options: Vec<_> = lines.filter_map(|line| line.split(' ').nth(2)).collect();
        assert_eq!(options.len(), count);
        for option in options {
            let rows = rows(option);
            assert_eq!(rows.len(), 1, "{option}");
            assert!(rows[0].contains(place), "{option}");
        }
    }
}

#[test]
fn every_object_that_must_be_there_is_marked() {
    let section = STATEMENT.split("## ").find(|section| section.starts_with("Kernel 2")).unwrap();
    for tag in ["DF8118", "DF8119", "DF811B", "DF811F", "DF8120", "DF8121", "DF8122"] {
        assert!(section.contains(&format!("`{tag}`*")), "{tag}");
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
    let mag_stripe = text.replace("\"DF811B\": \"B4\"", "\"DF811B\": \"34\"");
    for wrong in [text.replace("\"25004000\"", "\"A5004000\""), mag_stripe] {
        assert_ne!(wrong, text);
        assert!(Profile::from_json(&wrong).is_err());
    }
}
