//! `tap selftest`.

use crate::{Written, tap};

#[test]
fn every_scenario_passes_against_the_simulator_and_is_reported() {
    let report = Written::new("report.json", b"");
    let ran = tap(&["selftest", "--json", "--report", report.path()]);
    assert_eq!(ran.status, 0, "{}", ran.everything());
    let answer = ran.json();
    assert_eq!([&answer["passed"], &answer["failed"], &answer["skipped"]], [16, 0, 0], "{answer:#}");
    assert_eq!(answer["profile"]["checksum"].as_str().unwrap().len(), 64);
    let numbers: Vec<_> =
        answer["scenarios"].as_array().unwrap().iter().map(|s| s["number"].as_u64().unwrap()).collect();
    assert_eq!(numbers, (1..=16).collect::<Vec<_>>());
    assert_eq!(std::fs::read_to_string(report.path()).unwrap().trim(), ran.stdout.trim());
}

#[test]
fn a_card_that_is_declined_fails_it() {
    let ran = tap(&["selftest", "--card", "visa-declining"]);
    assert_eq!(ran.status, 1, "{}", ran.everything());
    assert!(ran.stdout.contains(" 1  failed   purchase without PIN"), "{}", ran.stdout);
}
