//! What looks wrong is named once, with its place and how bad it is, and what is right is not named.

use serde_json::{Value, json};
use tapkernel_core::data::Date;

use super::problems::changed;
use crate::profile::{Positions, Problem, Profile, Severity, built_in};

const TODAY: Date = Date::new(2026, 11, 21).unwrap();
const LIMITS: &str = r#"{ "max": "500.00", "floor": "0.00" }"#;

/// softpos-eur with Visa alone and values put at pointers, the last part of which may be new.
fn document(changes: &[(&str, Value)]) -> String {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["schemes"].as_array_mut().unwrap().truncate(1);
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[name] = value.clone();
    }
    document.to_string()
}

fn lint(changes: &[(&str, Value)]) -> Vec<Problem> {
    Profile::from_json(&document(changes)).unwrap_or_else(|error| panic!("{error}")).lint(TODAY)
}

/// The changes lead to this finding and to no other.
#[track_caller]
fn only(changes: &[(&str, Value)], severity: Severity, path: &str, says: &str) {
    is_only(&lint(changes), severity, path, says);
}

/// This finding was made and no other.
#[track_caller]
pub(super) fn is_only(found: &[Problem], severity: Severity, path: &str, says: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!((found[0].severity, found[0].path.as_str()), (severity, path));
    assert!(found[0].text.contains(says), "{:?}", found[0].text);
}

fn limits() -> Value {
    serde_json::from_str(LIMITS).unwrap()
}

const PURCHASE: &str = "/currencies/0/rules/purchase";
const TTQ: &str = "/schemes/0/transactions/purchase/ttq";
const AT_RULES: &str = "currencies[0].rules.purchase";
const AT_TTQ: &str = "schemes[0].transactions.purchase.ttq";

#[test]
fn rules() {
    let put = |name: &str, value: &str, says: &str| {
        only(&[(&format!("{PURCHASE}/{name}"), json!(value))], Severity::Error, AT_RULES, says);
    };
    put("floor", "10.00", "make `floor` zero");
    put("max", "0.00", "accepts no amount");
    put("max", "40.00", "never asks for the PIN: `pin` 40.00 is not below `max` 40.00");
    let offline = ("/terminal/type", json!("22"));
    let floor = (&*format!("{PURCHASE}/floor"), json!("500.00"));
    only(&[offline, floor], Severity::Error, AT_RULES, "never goes online for the amount");
    let zero = (&*format!("{PURCHASE}/zero_amount"), json!("also_offline"));
    only(&[zero], Severity::Warning, &format!("{AT_RULES}.zero_amount"), "write \"online\"");

    let from_max = changed("/currencies/0/rules/purchase/pin", Some(json!({ "from": "500.00" })));
    assert_eq!(Profile::from_json(&from_max).unwrap().lint(TODAY), [], "500.00 itself is accepted and asks");
}

#[test]
fn raw_limits_of_a_laboratory() {
    let raw = |kind: &str, raw: Value| {
        (format!("/schemes/0/transactions/{kind}/entry_point"), json!({ "EUR": raw }))
    };
    let check = |(pointer, raw): (String, Value), severity, path: &str, says: &str| {
        let path = format!("schemes[0].transactions.{path}");
        only(&[("/stage", json!("laboratory")), (&pointer, raw)], severity, &path, says);
    };
    let cvm = json!({ "cvm_limit": "30.00" });
    check(raw("refund", cvm), Severity::Warning, "refund.entry_point.EUR.cvm_limit", "asks for no PIN");
    let both = json!({ "cvm_limit": "30.00", "transaction_limit": "30.00" });
    check(raw("purchase", both), Severity::Warning, "purchase.entry_point.EUR", "needs a CVM");
    let zero = json!({ "transaction_limit": "0.00" });
    check(raw("refund", zero), Severity::Error, "refund.entry_point.EUR", "no amount is accepted");
    let mut below = json!({ "cvm_limit": "29.99", "transaction_limit": "30.00" });
    let (pointer, value) = raw("purchase", below.take());
    assert_eq!(lint(&[("/stage", json!("laboratory")), (&pointer, value)]), []);
}

#[test]
fn dynamic_reader_limits() {
    let set = |id: &str, rules: Value| json!({ "program_id": id, "rules": { "EUR": { "purchase": rules } } });
    let at = "/schemes/0/dynamic_reader_limits";
    let path = "schemes[0].dynamic_reader_limits";
    let shadowed = json!([set("31", limits()), set("3102", limits())]);
    only(&[(at, shadowed)], Severity::Error, &format!("{path}[1]"), "put the longer one first");
    assert_eq!(lint(&[(at, json!([set("3102", limits()), set("31", limits())]))]), []);
    let pin = json!({ "pin": { "above": "25.00" }, "max": "25.00", "floor": "0.00" });
    let rules = format!("{path}[0].rules.EUR.purchase");
    only(&[(at, json!([set("31", pin)]))], Severity::Error, &rules, "never asks for the PIN");
    let offline = json!({ "max": "25.00", "floor": "1.00" });
    only(&[(at, json!([set("31", offline)]))], Severity::Error, &rules, "make `floor` zero");
}

#[test]
fn applications() {
    only(
        &[("/currencies/0/rules/cash", limits())],
        Severity::Warning,
        "currencies[0].rules.cash",
        "no scheme has this transaction type",
    );
    let cash = ("/schemes/0/transactions/cash", json!({ "ttq": "21004000" }));
    let found = lint(&[cash, ("/terminal/additional_capabilities", json!("F000F03001"))]);
    let found: Vec<_> = found.iter().map(|problem| (problem.path.as_str(), problem.text.as_str())).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].1.contains("no currency has rules"), "{found:?}");

    let aid = |aid: &str, severity, index: usize, says: &str| {
        let aids = json!(["A0000000031010", "A0000000032010", "A0000000032020", aid]);
        only(&[("/schemes/0/aids", aids)], severity, &format!("schemes[0].aids[{index}]"), says);
    };
    aid("A00000000310", Severity::Warning, 0, "begins with AID A00000000310");
    aid("A0000000041010", Severity::Error, 3, "is an AID of Mastercard, whose kernel is 2, not 3");
    aid("A0000099991010", Severity::Warning, 3, "has RID A000009999");
    let us_debit = json!(["A0000000031010", "A0000000980840"]);
    assert_eq!(lint(&[("/schemes/0/aids", us_debit)]), []);
}

#[test]
fn keys() {
    let at = "schemes[0].ca_keys[0]";
    let expiry = "/schemes/0/ca_keys/0/expiry";
    only(&[(expiry, json!("2026-11-20"))], Severity::Warning, at, "expired on 2026-11-20");
    assert_eq!(lint(&[(expiry, json!("2026-11-21"))]), [], "the last day counts");
    only(&[("/schemes/0/ca_keys/0/test", json!(false))], Severity::Warning, at, "published test key");
    only(&[("/schemes/0/ca_keys", json!([]))], Severity::Warning, "schemes[0]", "declines every card");
    let as_book = ("/policies/oda_unknown_key", json!("as_book"));
    only(&[("/schemes/0/ca_keys", json!([])), as_book], Severity::Warning, "schemes[0]", "no signature");
    let other = json!(["A0000000980840"]);
    only(&[("/schemes/0/aids", other)], Severity::Warning, at, "no AID of the scheme has");
}

#[test]
fn qualifiers() {
    let ttq = |ttq: &str, severity, says: &str| only(&[(TTQ, json!(ttq))], severity, AT_TTQ, says);
    ttq("05004000", Severity::Error, "byte 1 bit 6");
    ttq("2D004000", Severity::Error, "byte 1 bit 4 is 1");
    ttq("25804000", Severity::Warning, "byte 2 bits 8 and 7");
    ttq("25404000", Severity::Warning, "byte 2 bits 8 and 7");
    ttq("24004000", Severity::Warning, "option `oda_for_online` is never in force");
    let no_pin = (&*format!("{PURCHASE}/pin"), json!({ "above": "40.00" }));
    let found = lint(&[(TTQ, json!("21000000")), no_pin]);
    assert_eq!(found[0].severity, Severity::Error);
    assert!(found[0].text.contains("no way to verify"), "{found:?}");
    only(&[(PURCHASE, limits())], Severity::Warning, AT_TTQ, "no rule of this type has `pin`");
    let option = ("/schemes/0/options/oda_for_online", json!(false));
    let found = lint(&[option]);
    assert_eq!(found.len(), 3, "one a transaction type: {found:?}");
    assert!(found.iter().all(|problem| problem.text.contains("option `oda_for_online` is off")));
    let offline_only = lint(&[("/terminal/type", json!("23"))]);
    assert!(offline_only.iter().all(|problem| problem.text.contains("is offline only: make it 1")));
    assert_eq!(offline_only.len(), 3);
}

/// The terminal is online only; what a laboratory sets over it counts.
#[test]
fn the_floor_limit_of_an_online_only_terminal() {
    let laboratory = ("/stage", json!("laboratory"));
    let rules = (&*format!("{PURCHASE}/floor"), json!("10.00"));
    let online_only = |changes: &[(&str, Value)]| -> Vec<String> {
        let changes: Vec<_> = [laboratory.clone()].into_iter().chain(changes.iter().cloned()).collect();
        let found = lint(&changes).into_iter();
        let found = found.filter(|problem| problem.text.contains("the terminal type is online only"));
        found.map(|problem| problem.path).collect()
    };
    let raw = |floor: &str| {
        let limits = json!({ "EUR": { "floor_limit": floor } });
        ("/schemes/0/transactions/purchase/entry_point", limits)
    };
    let terminal_type = |coded: &str| ("/schemes/0/data", json!({ "9F35": coded }));
    assert_eq!(online_only(&[]), [""; 0]);
    assert_eq!(online_only(std::slice::from_ref(&rules)), [AT_RULES]);
    assert_eq!(online_only(&[rules.clone(), raw("0.00")]), [""; 0]);
    assert_eq!(online_only(&[raw("10.00")]), ["schemes[0].transactions.purchase.entry_point.EUR"]);
    assert_eq!(online_only(&[rules.clone(), terminal_type("22")]), [""; 0]);
    let online_capable = ("/terminal/type", json!("22"));
    assert_eq!(online_only(&[rules.clone(), online_capable.clone()]), [""; 0]);
    assert_eq!(online_only(&[rules, online_capable, terminal_type("21")]), [AT_RULES]);
}

#[test]
fn capabilities() {
    let all = |changes: &[(&str, Value)], says: &str| {
        let found = lint(changes);
        assert!(!found.is_empty());
        for problem in found {
            assert_eq!(
                (problem.severity, problem.text.contains(says)),
                (Severity::Warning, true),
                "{problem}"
            );
        }
    };
    all(&[("/terminal/capabilities", json!("0008C8"))], "(9F33) byte 2 bit 7 does not");
    all(&[("/terminal/capabilities", json!("004888"))], "byte 3 bit 7 has no DDA");
    all(&[("/terminal/additional_capabilities", json!("7000703001"))], "has no numeric keys");
    all(&[("/terminal/additional_capabilities", json!("1000F03001"))], "lacks bit 7 (goods)");
    all(&[("/terminal/additional_capabilities", json!("6000F03001"))], "lacks bit 5 (cashback)");
    all(&[(TTQ, json!("27004000"))], "(9F33) byte 2 bit 6 does not");
    all(&[(TTQ, json!("35004000"))], "(9F33) byte 1 bit 6 does not");
    all(&[(TTQ, json!("21004000"))], "offers no online PIN");
    let unattended = [
        (TTQ, json!("27004000")),
        ("/terminal/capabilities", json!("0068C8")),
        ("/terminal/type", json!("24")),
    ];
    all(&unattended, "terminal type is unattended");
}

#[test]
fn policies_and_time_outs() {
    let production = [("/stage", json!("production")), ("/schemes/0/ca_keys", json!([]))];
    for name in [
        "oda_failed",
        "oda_unknown_key",
        "above_limit_without_cvm",
        "unauthenticated_cdcvm",
        "offline_approval",
        "brand_mismatch",
    ] {
        let pointer = format!("/policies/{name}");
        let weak = (&*pointer, json!("as_book"));
        let found = lint(&[production[0].clone(), production[1].clone(), weak.clone()]);
        let path = format!("policies.{name}");
        assert!(found.iter().any(|problem| problem.path == path && problem.text.contains("weaker")));
        assert_eq!(lint(&[weak]), [], "before production it is nobody's business");
    }
    let timeouts = ("/timeouts", json!({ "card": 60, "transaction": 59 }));
    only(&[timeouts], Severity::Warning, "timeouts", "`card` is longer");
}

#[test]
fn findings_have_their_position_in_the_text() {
    let text = built_in::TEXTS[0].1.replace("\"max\": \"500.00\"", "\"max\": \"40.00\"");
    let found = Profile::from_json(&text).unwrap().lint(TODAY);
    let positions = Positions::in_json(&text);
    let problem = found[0].clone().at(&positions);
    let line = text.lines().nth(problem.position.unwrap().line - 1).unwrap();
    assert!(line.trim_start().starts_with("\"purchase\": { \"pin\""), "{line}");
    let before: String = line.chars().take(problem.position.unwrap().column - 1).collect();
    assert!(before.ends_with("\"purchase\": "), "{before}");
    assert!(problem.to_string().starts_with("line 2"), "{problem}");
}
