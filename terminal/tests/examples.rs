//! What is promised of the examples. That they run is seen in `.ci/run`.

#[test]
fn a_merchants_app_has_at_most_60_lines() {
    let lines = include_str!("../examples/merchant.rs").lines().count();
    assert!(lines <= 60, "{lines} lines");
}
