//! What looks wrong is named, and what is right is not.

use serde_json::{Value, json};
use tapkernel_core::data::Date;

use super::problems::changed;
use crate::profile::Profile;

const TODAY: Date = Date::new(2026, 11, 21).unwrap();

#[test]
fn lint_names_what_looks_wrong() {
    let lint = |pointer: &str, value: Value, path: &str, says: &str| {
        let profile = Profile::from_json(&changed(pointer, Some(value))).unwrap();
        let found = profile.lint(TODAY);
        let told = found.iter().any(|problem| problem.path == path && problem.text.contains(says));
        assert!(told, "{found:?}");
    };
    let rules = "currencies[0].rules.purchase";
    lint("/currencies/0/rules/purchase/floor", json!("10.00"), rules, "make `floor` zero");
    lint("/currencies/0/rules/purchase/floor", json!("500.00"), rules, "never goes online");
    lint("/currencies/0/rules/purchase/max", json!("0.00"), rules, "accepts no amount");
    lint("/currencies/0/rules/purchase/max", json!("40.00"), rules, "never asks for the PIN");
    lint("/currencies/0/rules/cash", json!({}), "currencies[0].rules.cash", "no scheme");
    let set = "schemes[0].transactions";
    lint("/schemes/0/transactions/cash", json!({ "ttq": "25004000" }), &format!("{set}.cash"), "no currency");
    let ttq = format!("{set}.purchase.ttq");
    lint("/schemes/0/transactions/purchase/ttq", json!("05004000"), &ttq, "byte 1 bit 6");
    lint("/schemes/0/transactions/purchase/ttq", json!("A5004000"), &ttq, "byte 1 bit 8");
    lint("/schemes/0/transactions/purchase/ttq", json!("2D004000"), &ttq, "byte 1 bit 4");
    lint("/schemes/0/transactions/purchase/ttq", json!("21000000"), &ttq, "no way to verify");
    lint("/schemes/0/transactions/purchase/ttq", json!("25804000"), &ttq, "byte 2 bits 8 and 7");
    lint(
        "/schemes/0/ca_keys/0/expiry",
        json!("2026-11-20"),
        "schemes[0].ca_keys[0]",
        "expired on 2026-11-20",
    );
    lint("/schemes/0/ca_keys", json!([]), "schemes[0]", "has no CA key");
    lint("/schemes/0/aids/2", json!("A000000003"), "schemes[0]", "begins with AID A000000003");

    let last_day = changed("/schemes/0/ca_keys/0/expiry", Some(json!("2026-11-21")));
    assert_eq!(Profile::from_json(&last_day).unwrap().lint(TODAY), []);
    let from_max = changed("/currencies/0/rules/purchase/pin", Some(json!({ "from": "500.00" })));
    assert_eq!(Profile::from_json(&from_max).unwrap().lint(TODAY), [], "500.00 itself is accepted and asks");
}
