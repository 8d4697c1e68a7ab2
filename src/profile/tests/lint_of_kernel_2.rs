//! What looks wrong in the configuration of Kernel 2 is named once, with its place and how bad it is.

use serde_json::{Value, json};
use tapkernel_core::data::Date;

use super::lint::is_only;
use crate::profile::{Problem, Profile, Severity, built_in};

const TODAY: Date = Date::new(2026, 11, 21).unwrap();

/// softpos-eur with Mastercard alone and values put at pointers, `null` taking away.
fn lint(changes: &[(&str, Value)]) -> Vec<Problem> {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["schemes"].as_array_mut().unwrap().remove(0);
    for (pointer, value) in changes {
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let fields = document.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        match value {
            Value::Null => drop(fields.remove(name).unwrap()),
            value => drop(fields.insert(name.to_owned(), value.clone())),
        }
    }
    Profile::from_json(&document.to_string()).unwrap_or_else(|error| panic!("{error}")).lint(TODAY)
}

/// The changes lead to this finding and to no other.
#[track_caller]
fn only(changes: &[(&str, Value)], severity: Severity, path: &str, says: &str) {
    is_only(&lint(changes), severity, path, says);
}

fn laboratory() -> (&'static str, Value) {
    ("/stage", json!("laboratory"))
}

#[test]
fn the_built_in_profile_is_clean() {
    assert_eq!(lint(&[]), []);
}

#[test]
fn objects_by_themselves() {
    let put = |tag: &str, value: &str, severity, says: &str| {
        let pointer = format!("/schemes/0/data/{tag}");
        only(&[(&pointer, json!(value))], severity, &format!("schemes[0].data.{tag}"), says);
    };
    put("DF811B", "F4", Severity::Error, "without EMV mode no card answers");
    put("DF8118", "48", Severity::Warning, "go without PIN above the limit");
    put("DF8119", "48", Severity::Warning, "below the limit too");
    put("DF8119", "00", Severity::Warning, "counts as not successful");
    put("DF811F", "00", Severity::Warning, "without CDA no card proves");
    let missing = [laboratory(), ("/schemes/0/data/DF8121", Value::Null)];
    only(&missing, Severity::Warning, "schemes[0]", "declines every card without CDA");
    let of_set = ("/schemes/0/transactions/purchase/data", json!({ "DF811F": "00" }));
    only(&[of_set], Severity::Warning, "schemes[0].transactions.purchase.data.DF811F", "without CDA");
}

#[test]
fn verification() {
    let none = ("/schemes/0/data/DF8118", json!("00"));
    let no_device = ("/schemes/0/data/DF811B", json!("94"));
    assert_eq!(lint(std::slice::from_ref(&none)), [], "the phone can still verify");
    only(&[none, no_device], Severity::Error, "schemes[0].data.DF8118", "offers no way to verify");
}

#[test]
fn capabilities() {
    let put = |tag: &str, value: &str, says: &str| {
        let pointer = format!("/schemes/0/data/{tag}");
        let path = format!("schemes[0].data.{tag}");
        only(&[(&pointer, json!(value))], Severity::Warning, &path, says);
    };
    put("DF8117", "20", "(9F33) byte 1");
    put("DF8118", "60", "(9F33) byte 2");
    put("DF811F", "28", "(9F33) byte 3");
}

#[test]
fn rules_that_kernel_2_cannot_follow() {
    let rules = "/currencies/0/rules/purchase";
    let path = "currencies[0].rules.purchase";
    let pin = (&*format!("{rules}/pin"), json!({ "from": "0.00" }));
    let zero = (&*format!("{rules}/zero_amount"), json!("online"));
    assert_eq!(lint(std::slice::from_ref(&pin)), [], "zero is refused anyway");
    only(&[pin, zero.clone()], Severity::Warning, &format!("{path}.pin"), "zero amounts are refused for it");
    let decides = ("/terminal/type", json!("22"));
    let check = (&*format!("{rules}/status_check"), json!(true));
    assert_eq!(lint(std::slice::from_ref(&check)), [], "all goes online");
    only(&[decides.clone(), check], Severity::Warning, &format!("{path}.status_check"), "nothing that Kernel 2");
    let as_book = ("/policies/offline_approval", json!("as_book"));
    only(&[decides.clone(), zero, as_book], Severity::Warning, &format!("{path}.zero_amount"), "lets the card");
    let code = ("/schemes/0/data/DF8122", json!("0000000000"));
    assert_eq!(lint(std::slice::from_ref(&code)), []);
    only(&[decides, code], Severity::Warning, "schemes[0].data.DF8122", "may send no card online");
}

#[test]
fn a_raw_limit_for_refunds() {
    let limits = json!({ "EUR": { "cvm_limit": "30.00" } });
    let raw = ("/schemes/0/transactions/refund/kernel_limits", limits);
    let path = "schemes[0].transactions.refund.kernel_limits.EUR.cvm_limit";
    only(&[laboratory(), raw], Severity::Warning, path, "asks for no PIN");
}
