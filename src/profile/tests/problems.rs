//! Each wrong input is refused with its path and a text that says what to do.

use serde_json::{Value, json};

use crate::profile::{Profile, ProfileError, built_in};

fn softpos() -> Value {
    serde_json::from_str(built_in::TEXTS[0].1).unwrap()
}

/// The good document with one value put at `pointer` (RFC 6901), or taken away.
pub(super) fn changed(pointer: &str, value: Option<Value>) -> String {
    let mut document = softpos();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match (document.pointer_mut(parent).unwrap(), value) {
        (Value::Object(fields), Some(value)) => drop(fields.insert(name.to_owned(), value)),
        (Value::Object(fields), None) => drop(fields.remove(name).unwrap()),
        (Value::Array(items), Some(value)) => items[name.parse::<usize>().unwrap()] = value,
        _ => unreachable!("{pointer}"),
    }
    document.to_string()
}

pub(super) fn problems(text: &str) -> Vec<(String, String)> {
    let error = Profile::from_json(text).expect_err("a problem is found");
    error.problems().iter().map(|problem| (problem.path.clone(), problem.text.clone())).collect()
}

#[track_caller]
fn refused(pointer: &str, value: Value, path: &str, says: &str) {
    let found = problems(&changed(pointer, Some(value)));
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, path);
    assert!(found[0].1.contains(says), "{:?} says {says:?}", found[0].1);
}

#[test]
fn terminal() {
    refused("/terminal/id", json!("TM00016"), "terminal.id", "has 7 characters, 8 are wanted");
    refused("/terminal/id", json!("TM-00016"), "terminal.id", "letters and digits");
    refused("/terminal/merchant_id", json!("X"), "terminal.merchant_id", "15 are wanted");
    refused("/terminal/country", json!("56"), "terminal.country", "3 decimal digits");
    refused(
        "/terminal/country",
        json!(56),
        "terminal.country",
        "text in quotes is wanted here, not a number",
    );
    refused("/terminal/type", json!("20"), "terminal.type", "no terminal type");
    refused(
        "/terminal/capabilities",
        json!("0048"),
        "terminal.capabilities",
        "2 bytes, 3 are wanted (6 digits)",
    );
    refused("/terminal/time_zone", json!("a b c"), "terminal.time_zone", "Europe/Brussels");
    refused("/terminal/merchant/address", json!("x"), "terminal.merchant.address", "a list");
    refused("/terminal/data/9F35", json!("21"), "terminal.data.9F35", "`terminal.type`");
    refused("/terminal/data/9C", json!("00"), "terminal.data.9C", "each transaction");
    refused("/terminal/data/57", json!("00"), "terminal.data.57", "does not come from the terminal");
    refused("/terminal/data/9F39", json!("0707"), "terminal.data.9F39", "2 bytes, 1 are wanted");
    refused("/terminal/data/9F39", json!("0A"), "terminal.data.9F39", "decimal digits");
    refused("/terminal/data/9F", json!("00"), "terminal.data.9F", "is no tag");
    refused("/terminal/data/9F4E", json!(""), "terminal.data.9F4E", "is empty: leave it out");
    refused("/terminal/data/9F66", json!("25004000"), "terminal.data.9F66", "`ttq`");
    let mut document = softpos();
    document["terminal"]["data"].as_object_mut().unwrap().remove("9F4E");
    document["terminal"]["merchant"]["name"] = json!("Café");
    assert_eq!(problems(&document.to_string())[0].0, "terminal.merchant");
}

#[test]
fn currencies_and_rules() {
    let rules = "/currencies/0/rules";
    let path = "currencies[0].rules.purchase";
    let put = |name: &str, value: Value, says: &str| {
        refused(&format!("{rules}/purchase/{name}"), value, &format!("{path}.{name}"), says);
    };
    put("max", json!("500"), "write it as \"40.00\"");
    put("max", json!(500), "text in quotes");
    put("max", json!(500.0), "not a number with a sign or a fraction");
    put("floor", json!("0,00"), "\"0,00\" is no amount of EUR");
    put("pin", json!({}), "either `above`");
    put("pin", json!({ "above": "40.00", "from": "40.00" }), "either `above`");
    put("zero_amount", json!("never"), "none of: refused, online, also_offline");
    put("status_check", json!("no"), "true or false");
    put("pni", json!({}), "is unknown; known here: pin, max, floor");
    let pin = json!({ "above": "40.00" });
    refused(
        &format!("{rules}/refund/pin"),
        pin,
        "currencies[0].rules.refund.pin",
        "a refund asks for no PIN",
    );
    refused(&format!("{rules}/sale"), json!({}), "currencies[0].rules.sale", "none of: purchase");
    refused(rules, json!({}), "currencies[0].rules", "needs rules");
    refused("/currencies", json!([]), "currencies", "at least one");
    refused("/currencies/0/code", json!("eur"), "currencies[0].code", "capital letters");
    refused("/currencies/0/exponent", json!(5), "currencies[0].exponent", "0 to 4");
    refused("/currencies/0/exponent", json!(-1), "currencies[0].exponent", "whole number");
    let twice = json!([softpos()["currencies"][0], softpos()["currencies"][0]]);
    refused("/currencies", twice, "currencies[1]", "twice");
}

#[test]
fn schemes() {
    let put = |name: &str, value: Value, path: &str, says: &str| {
        refused(&format!("/schemes/0/{name}"), value, &format!("schemes[0].{path}"), says);
    };
    let ttq = ("transactions/purchase/ttq", "transactions.purchase.ttq");
    put(ttq.0, json!("2500400"), ttq.1, "has 7 digits");
    put(ttq.0, json!("250040"), ttq.1, "3 bytes, 4 are wanted");
    put(ttq.0, json!("25 04000"), ttq.1, "' ', which is no hexadecimal digit");
    put(
        "transactions/purchase/entry_point",
        json!({}),
        "transactions.purchase.entry_point",
        "for laboratories",
    );
    put(ttq.0, json!("A5004000"), ttq.1, "byte 1 bit 8 is 1, and mag-stripe mode is not built in");
    put("transactions", json!({}), "transactions", "at least one transaction type");
    put("kernel", json!("0003"), "kernel", "one byte, or three");
    put("kernel", json!("08"), "kernel", "cannot be compiled");
    put("aids/0", json!("A0000000"), "aids[0]", "5 to 16 bytes");
    put("aids/1", json!("A0000000031010"), "aids[1]", "twice");
    put("aids", json!([]), "aids", "at least one AID");
    put("data/9F6C", json!("0000"), "data.9F6C", "does not come from the terminal");
    put("data/DF8F01", json!("00"), "data.DF8F01", "`options`");
    put("data/9F4E", json!(""), "data.9F4E", "is empty: leave it out");
    for digits in ["4761739001010010FF", "4761739001010010FFFF47", "47"] {
        put("data/DF8F02", json!(digits), "data.DF8F02", "10 bytes each");
    }
    for digits in ["", "4761739001010010FFFF", "4761739001010010FFFF4761739001010028FFFF"] {
        assert!(Profile::from_json(&changed("/schemes/0/data/DF8F02", Some(json!(digits)))).is_ok());
    }
    put("options/sda", json!(true), "options.sda", "known here: display_aosa");
    put("options/atm_check", json!(1), "options.atm_check", "true or false");
    put("co_badged_pan_prefixes", json!(["49A0"]), "co_badged_pan_prefixes[0]", "4 to 12 digits");
    refused("/schemes", json!([]), "schemes", "at least one scheme");
    let twice = json!([softpos()["schemes"][0], softpos()["schemes"][0]]);
    let found = problems(&changed("/schemes", Some(twice)));
    assert!(
        found
            .iter()
            .any(|(path, text)| path == "schemes[1]" && text.contains("A0000000031010 is there twice"))
    );
    assert!(found.iter().any(|(path, text)| path.is_empty() && text.contains("index FE is there twice")));
}

#[test]
fn ca_keys() {
    let put = |name: &str, value: Value, says: &str| {
        let (pointer, path) = (format!("/schemes/0/ca_keys/0/{name}"), "schemes[0].ca_keys[0]");
        let found = problems(&changed(&pointer, Some(value)));
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].0 == path || found[0].0 == format!("{path}.{name}"), "{found:?}");
        assert!(found[0].1.contains(says), "{found:?}");
    };
    put("checksum", json!("00".repeat(20)), "that would be 153519A8D67F26A5F43631442136038EE56A04CF");
    put("checksum", json!("00"), "20 are wanted");
    put("index", json!("FF"), "checksum does not match");
    put("rid", json!("A000000004"), "checksum does not match");
    put("expiry", json!("2035-02-29"), "\"2035-02-29\" is no day");
    put("expiry", json!("311235"), "is no day");
    put("expiry", Value::Null, "only a laboratory");
    let modulus = softpos()["schemes"][0]["ca_keys"][0]["modulus"].as_str().unwrap().replace("35", "37");
    put("modulus", json!(modulus), "checksum does not match");
}

#[test]
fn the_rest() {
    refused("/stage", json!("live"), "stage", "none of: laboratory, test, production");
    refused(
        "/policies",
        json!({ "oda_failed": "online" }),
        "policies.oda_failed",
        "none of: as_book, decline",
    );
    refused("/timeouts/card", json!(0), "timeouts.card", "1 to 600");
    refused("/timeouts/card", json!("30 s"), "timeouts.card", "whole number without quotes");
    refused("/receipt/header", json!(["a\nb"]), "receipt.header[0]", "control character");
    refused("/colour", json!("red"), "colour", "is unknown; known here: name, version");
    for name in ["name", "version", "stage", "terminal", "currencies", "schemes"] {
        let found = problems(&changed(&format!("/{name}"), None));
        assert!(found.contains(&(String::new(), format!("`{name}` is missing"))), "{found:?}");
    }
    assert_eq!(problems("[]"), [(String::new(), "an object in { } is wanted here, not a list".to_owned())]);
    let twice = changed("/version", Some(json!("2"))).replacen('{', "{\"version\":\"1\",", 1);
    assert_eq!(problems(&twice), [("version".to_owned(), "is there twice: keep one".to_owned())]);
}

#[test]
fn all_problems_are_told_at_once() {
    let mut document = softpos();
    document["terminal"]["id"] = json!("");
    document["currencies"][0]["rules"]["refund"]["max"] = json!("1");
    document["schemes"][0]["transactions"]["purchase"]["ttq"] = json!("");
    let error = Profile::from_json(&document.to_string()).unwrap_err();
    let paths: Vec<_> = error.problems().iter().map(|problem| problem.path.as_str()).collect();
    let expected = ["terminal.id", "currencies[0].rules.refund.max", "schemes[0].transactions.purchase.ttq"];
    assert_eq!(paths, expected);
    assert_eq!(error.to_string().lines().count(), 3);
}

#[test]
fn syntax_errors_have_line_and_column() {
    let error = Profile::from_json("{\n  \"name\": \"x\",\n  \"version\" 1\n}").unwrap_err();
    let ProfileError::Syntax { line, column, text } = &error else { panic!("{error:?}") };
    assert_eq!((*line, *column, text.as_str()), (3, 13, "expected `:`"));
    assert_eq!(error.to_string(), "line 3, column 13: expected `:`");
}

#[test]
fn a_production_profile_is_refused_for_what_others_may_do() {
    let mut document = softpos();
    document["stage"] = json!("production");
    let found = problems(&document.to_string());
    let paths: Vec<_> = found.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["schemes[0].ca_keys[0]", "schemes[1].ca_keys[0]"]);
    assert!(found.iter().all(|(_, text)| text.contains("test key")));

    for scheme in [0, 1] {
        document["schemes"][scheme]["ca_keys"][0]["test"] = json!(false);
    }
    let found = problems(&document.to_string());
    assert_eq!(found.len(), 2, "they are known without being told");

    for scheme in [0, 1] {
        document["schemes"][scheme]["ca_keys"] = json!([]);
    }
    assert!(Profile::from_json(&document.to_string()).unwrap().is_production());
    document["currencies"][0]["rules"]["purchase"].as_object_mut().unwrap().remove("floor");
    let found = problems(&document.to_string());
    assert_eq!(found[0].0, "currencies[0].rules.purchase");
    assert!(found[0].1.contains("has no `floor`"));
}

/// Lists of account numbers are refused without showing one.
#[test]
fn account_numbers_are_not_repeated() {
    for (pointer, value, path) in [
        ("/schemes/0/data/DF8F02", "4761739001010010FFFG", "schemes[0].data.DF8F02"),
        ("/schemes/0/data/DF8F02", "4761739001010010FFF", "schemes[0].data.DF8F02"),
        ("/schemes/0/data/DF8F02", "4761739001010010", "schemes[0].data.DF8F02"),
        ("/schemes/0/co_badged_pan_prefixes", "4761739001010010", "schemes[0].co_badged_pan_prefixes[0]"),
    ] {
        let list = pointer.ends_with("prefixes");
        let text = changed(pointer, Some(if list { json!([value]) } else { json!(value) }));
        let problems = problems(&text);
        assert!(problems.iter().any(|(at, _)| at == path), "{problems:?}");
        assert!(!format!("{problems:?}").contains("47617390"), "{problems:?}");
    }
}
