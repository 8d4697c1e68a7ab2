//! The JSON Schema and the loader agree on the structure of a document.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::{Value, json};

use super::problems::changed;
use crate::profile::{Profile, built_in};

const SCHEMA: &str = include_str!("../../../docs/profile.schema.json");
const OF_OTHERS: &str = include_str!("../../../test-vectors/profiles/visa-softpos-usd.json");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap()
}

/// A document with every field that there is.
fn everything() -> Value {
    let mut document: Value = serde_json::from_str(built_in::TEXTS[0].1).unwrap();
    document["stage"] = json!("laboratory");
    document["autorun"] = json!({ "amount": "2.00", "currency": "EUR", "type": "purchase" });
    let rules = document["currencies"][0]["rules"].clone();
    document["currencies"][0]["rules"]["cash"] = rules["purchase"].clone();
    document["currencies"][0]["rules"]["cash_disbursement"] = rules["purchase"].clone();
    document["currencies"][0]["rules"]["cashback"]["pin"] = json!({ "from": "40.00" });
    let scheme = &mut document["schemes"][0];
    let mut set = scheme["transactions"]["purchase"].clone();
    set["data"] = json!({ "9F09": "0096" });
    set["entry_point"] = json!({ "EUR": { "transaction_limit": "200.00", "floor_limit": null,
        "terminal_floor_limit": "20.00", "cvm_limit": "30.00", "status_check_support": true,
        "zero_amount_allowed": "none", "zero_amount_allowed_offline": false } });
    for kind in ["cash", "cash_disbursement"] {
        scheme["transactions"][kind] = set.clone();
    }
    scheme["dynamic_reader_limits"] = json!([{ "program_id": "31", "rules": { "EUR": rules } }]);
    scheme["co_badged_pan_prefixes"] = json!(["4970"]);
    scheme["revoked_certificates"] = json!([{ "rid": "A000000003", "index": "FE", "serial": "000001" }]);
    let mastercard = &mut document["schemes"][1]["transactions"];
    mastercard["cash"] = json!({ "extended_selection": false });
    mastercard["purchase"]["data"] = json!({ "DF8118": "60" });
    mastercard["purchase"]["kernel_limits"] = json!({ "EUR": { "floor_limit": "1.00", "cvm_limit": "30.00",
        "transaction_limit_no_on_device_cvm": "50.00", "transaction_limit_on_device_cvm": "500.00" } });
    document["operations"] = super::operations::everything();
    document["acquirer"] = super::acquirer::everything();
    document
}

#[test]
fn good_documents_are_good_to_both() {
    let validator = validator();
    let texts = built_in::TEXTS.iter().map(|(_, text)| (*text).to_owned());
    for text in texts.chain([OF_OTHERS.to_owned(), everything().to_string()]) {
        let document: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<_> = validator.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(errors, [""; 0], "{}", document["name"]);
        Profile::from_json(&text).unwrap_or_else(|error| panic!("{error}"));
    }
}

/// What the loader says of a fault in the structure.
const OF_STRUCTURE: [&str; 4] = ["is unknown", "is missing", "is wanted here", "is none of: "];

/// The loader's and the schema's word on a document may differ only where the loader sees more than structure.
fn agree(validator: &Validator, document: &Value, what: &str) {
    let valid = validator.is_valid(document);
    match Profile::from_json(&document.to_string()) {
        Ok(_) => assert!(valid, "{what}: the schema refuses what the loader takes"),
        Err(error) => {
            let told = error.to_string();
            let structure = OF_STRUCTURE.iter().any(|words| told.contains(words));
            assert!(!(structure && valid), "{what}: the schema takes what the loader refuses: {told}");
        }
    }
}

/// The JSON pointers of all values.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => fields.iter().for_each(|(k, v)| pointers(v, &format!("{at}/{k}"), found)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, v)| pointers(v, &format!("{at}/{i}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_value_of_another_type_and_every_missing_field() {
    let (validator, document) = (validator(), everything());
    let mut all = Vec::new();
    pointers(&document, "", &mut all);
    let others =
        [Value::Null, json!(true), json!(1), json!(-1), json!(0.5), json!("\u{7}"), json!([]), json!({})];
    for pointer in all.iter().filter(|pointer| !pointer.is_empty()) {
        for other in &others {
            let mut wrong = document.clone();
            *wrong.pointer_mut(pointer).unwrap() = other.clone();
            agree(&validator, &wrong, &format!("{pointer} = {other}"));
        }
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut wrong = document.clone();
        if let Some(fields) = wrong.pointer_mut(parent).unwrap().as_object_mut() {
            fields.remove(name).unwrap();
            agree(&validator, &wrong, &format!("{pointer} is missing"));
        }
    }
    assert!(all.len() > 150, "{}", all.len());
}

/// The part of the schema that `reference` names, if it is one.
fn followed<'a>(schema: &'a Value, part: &'a Value) -> &'a Value {
    part["$ref"].as_str().map_or(part, |name| schema.pointer(&name[1..]).unwrap())
}

/// Calls `check` with each object of fixed fields: its pointer, its fields, the fields that the schema knows there.
fn objects(
    schema: &Value,
    part: &Value,
    value: &Value,
    at: &str,
    check: &mut impl FnMut(&str, &Value, &Value),
) {
    let part = followed(schema, part);
    let inner = |name: &str| part["properties"].get(name).unwrap_or(&part["additionalProperties"]);
    match value {
        Value::Object(fields) => {
            if part["properties"].is_object() {
                check(at, value, part);
            }
            for (name, value) in fields {
                objects(schema, inner(name), value, &format!("{at}/{name}"), check);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(schema, &part["items"], item, &format!("{at}/{index}"), check);
            }
        }
        _ => {}
    }
}

#[test]
fn both_know_the_same_fields() {
    let (schema, document) = (schema(), everything());
    let mut fields: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
    let mut count = 0;
    objects(&schema, &schema, &document, "", &mut |at, value, part| {
        let keys =
            |value: &Value| -> BTreeSet<String> { value.as_object().unwrap().keys().cloned().collect() };
        let known = keys(&part["properties"]);
        let mut wrong = document.clone();
        wrong.pointer_mut(at).unwrap()["zzz"] = json!(0);
        let told = Profile::from_json(&wrong.to_string()).unwrap_err().problems()[0].text.clone();
        let (_, list) = told.split_once("known here: ").or(told.split_once("none of: ")).unwrap();
        assert_eq!(list.split(", ").map(str::to_owned).collect::<BTreeSet<_>>(), known, "{at}");
        let seen = fields.entry(part["description"].to_string()).or_default();
        seen.0.extend(known.into_iter().filter(|name| part["properties"][name] != false));
        seen.1.extend(keys(value));
        count += 1;
    });
    assert!(count > 25, "{count}");
    for (what, (known, seen)) in fields {
        assert_eq!(known, seen, "{what}: the document that has everything lacks a field");
    }
}

#[test]
fn wrong_documents_are_wrong_to_both() {
    let validator = validator();
    let cases = [
        ("/name", json!("")),
        ("/name", json!("n\u{e9}")),
        ("/version", json!(1)),
        ("/stage", json!("live")),
        ("/terminal/id", json!("TM00016")),
        ("/terminal/id", json!("TM-00016")),
        ("/terminal/merchant_id", json!("X")),
        ("/terminal/merchant/address", json!("x")),
        ("/terminal/country", json!(56)),
        ("/terminal/country", json!("56")),
        ("/terminal/type", json!("20")),
        ("/terminal/time_zone", json!("a b c")),
        ("/terminal/capabilities", json!("0048")),
        ("/terminal/data/9F39", json!("7")),
        ("/terminal/data/9F3", json!("07")),
        ("/currencies", json!([])),
        ("/currencies/0/code", json!("eur")),
        ("/currencies/0/exponent", json!(5)),
        ("/currencies/0/exponent", json!(-1)),
        ("/currencies/0/rules", json!({})),
        ("/currencies/0/rules/sale", json!({ "max": "1.00", "floor": "0.00" })),
        ("/currencies/0/rules/purchase/max", json!("500,00")),
        ("/currencies/0/rules/purchase/max", json!("0500.00")),
        ("/currencies/0/rules/purchase/max", json!(500)),
        ("/currencies/0/rules/purchase/pin", json!({})),
        ("/currencies/0/rules/purchase/pin", json!({ "above": "40.00", "from": "40.00" })),
        ("/currencies/0/rules/purchase/pni", json!({})),
        ("/currencies/0/rules/purchase/zero_amount", json!("never")),
        ("/currencies/0/rules/refund/pin", json!({ "above": "40.00" })),
        ("/schemes", json!([])),
        ("/schemes/0/kernel", json!("0003")),
        ("/schemes/0/aids/0", json!("A0000000")),
        ("/schemes/0/aids/1", json!("A0000000031010")),
        ("/schemes/0/transactions/purchase", json!({})),
        ("/schemes/0/transactions/purchase/ttq", json!("250040")),
        ("/schemes/0/options/sda", json!(true)),
        ("/schemes/0/co_badged_pan_prefixes", json!(["49A0"])),
        ("/schemes/0/dynamic_reader_limits", json!([{ "program_id": "" , "rules": {} }])),
        ("/schemes/0/ca_keys/0/checksum", json!("00")),
        ("/schemes/0/ca_keys/0/expiry", json!("311235")),
        ("/policies/oda_failed", json!("online")),
        ("/policies/oda", json!("as_book")),
        ("/timeouts/card", json!(0)),
        ("/timeouts/transaction", json!(601)),
        ("/receipt/header", json!(["a\nb"])),
        ("/autorun", json!({ "amount": "2.00", "currency": "EUR" })),
        ("/operations", json!({ "alowed": ["purchase"] })),
        ("/operations", json!({ "allowed": [] })),
        ("/operations", json!({ "allowed": ["purchase", "sale"] })),
        ("/operations", json!({ "allowed": ["purchase", "purchase"] })),
        ("/operations", json!({ "soft_decline": "second-tap" })),
        ("/operations", json!({ "pin": { "tries": 0 } })),
        ("/operations", json!({ "pin": { "seconds": 601 } })),
        ("/operations", json!({ "pre_authorisation": { "days": 366 } })),
        ("/operations", json!({ "pre_authorisation": { "tolerance_percent": 101 } })),
        ("/operations", json!({ "clock": { "forward_hours": 745 } })),
        ("/operations", json!({ "offline_queue": { "messages": 0 } })),
        ("/operations", json!({ "offline_queue": { "sum": 1000 } })),
        ("/acquirer", json!({ "address": "host:1" })),
        ("/acquirer", json!({ "address": "host", "coding": "bcd", "length": "binary" })),
        ("/acquirer", json!({ "address": "ho st:1", "coding": "bcd", "length": "binary" })),
        ("/acquirer", json!({ "address": "host:1", "coding": "ebcdic", "length": "binary" })),
        ("/acquirer", json!({ "address": "host:1", "coding": "bcd", "length": "binary", "mac_key": "00" })),
        ("/acquirer", json!({ "address": "host:1", "coding": "bcd", "length": "binary", "tls": {} })),
        (
            "/acquirer",
            json!({ "address": "host:1", "coding": "bcd", "length": "binary", "tls": { "authorities": "x" } }),
        ),
        (
            "/acquirer",
            json!({ "address": "host:1", "coding": "bcd", "length": "binary", "tpdu": { "source": "0000" } }),
        ),
        ("/colour", json!("red")),
    ];
    for (pointer, value) in cases {
        let text = changed(pointer, Some(value.clone()));
        assert!(!validator.is_valid(&serde_json::from_str(&text).unwrap()), "{pointer} = {value}");
        assert!(Profile::from_json(&text).is_err(), "{pointer} = {value}");
    }
}
