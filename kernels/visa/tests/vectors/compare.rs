//! Holds what came of a case against what it expects.

use serde_json::{Map, Value};
use tapkernel_core::data::Database;
use tapkernel_core::tlv::Tag;

use super::actual::Actual;
use super::base::{Base, tag};
use super::case::Case;
use super::support::card::hex;

/// What is not as expected. The named end gives all parameters of an outcome; the case's own keys overrule it.
pub(super) fn differences(base: &Base, case: &Case, actual: &Actual) -> impl Iterator<Item = String> {
    let mut expected = case.expect.clone();
    let end = expected.remove("end").unwrap_or_else(|| panic!("{} names no end", case.name));
    let end = &base.ends[end.as_str().unwrap()];
    for (key, value) in end {
        expected.entry(key.clone()).or_insert_with(|| value.clone());
    }
    let mut found: Vec<String> =
        expected.iter().filter_map(|(key, value)| difference(key, value, actual)).collect();
    let named: Vec<&str> = case.exchanges.iter().map(|exchange| exchange.c.as_str()).collect();
    if !named.is_empty() && named != actual.commands {
        found.push(format!("commands {:?}", actual.commands));
    }
    if named.is_empty() && !expected.contains_key("commands") && actual.commands.len() != actual.regular {
        found.push(format!("{} commands, {} regular", actual.commands.len(), actual.regular));
    }
    found.into_iter()
}

fn difference(key: &str, expected: &Value, actual: &Actual) -> Option<String> {
    let holds = match key {
        "data" => objects(expected, &actual.data),
        "data_record" => objects(expected, &actual.data_record),
        "data_record_tags" => {
            let tags = actual.data_record.iter().map(|(tag, _)| tag.to_string().into());
            *expected == Value::Array(tags.collect())
        }
        "commands" => *expected == Value::from(actual.commands.clone()),
        "path" => *expected == Value::from(actual.path.clone()),
        "passed" => words(expected).all(|symbol| actual.path.contains(&symbol)),
        "not_passed" => words(expected).all(|symbol| !actual.path.contains(&symbol)),
        reported => {
            let value = actual.report.get(reported).unwrap_or_else(|| panic!("{reported} is not reported"));
            return (value != expected).then(|| format!("{reported} is {value}, expected {expected}"));
        }
    };
    (!holds).then(|| format!("{key}: expected {expected}; path {:?}", actual.path))
}

fn words(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().unwrap().iter().map(|word| word.as_str().unwrap())
}

/// Each named object has this value; `null` is absent.
fn objects(expected: &Value, database: &Database) -> bool {
    let expected: &Map<String, Value> = expected.as_object().unwrap();
    expected.iter().all(|(at, value)| {
        let found = database.get(Tag::new(tag(at))).map(hex);
        found.as_deref() == value.as_str()
    })
}
