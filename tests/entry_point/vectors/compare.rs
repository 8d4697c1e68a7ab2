//! Holds what came of a case against what it expects.

use serde_json::{Map, Value};

/// What is not as expected: objects are compared by the keys that are expected, everything else whole.
pub(super) fn differences(expect: &Map<String, Value>, came: &Value) -> Vec<String> {
    let mut found = vec![];
    for (key, wanted) in expect {
        match key.as_str() {
            "passed" => words(wanted).filter(|word| !has(came, word)).for_each(|word| {
                found.push(format!("did not pass {word}: {}", came["path"]));
            }),
            "not_passed" => words(wanted)
                .filter(|word| has(came, word))
                .for_each(|word| found.push(format!("passed {word}"))),
            key => compare(key, wanted, came.get(key).unwrap_or(&Value::Null), &mut found),
        }
    }
    found
}

fn words(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().unwrap().iter()
}

fn has(came: &Value, word: &Value) -> bool {
    came["path"].as_array().is_some_and(|path| path.contains(word))
}

fn compare(place: &str, wanted: &Value, came: &Value, found: &mut Vec<String>) {
    match (wanted, came) {
        (Value::Object(wanted), Value::Object(came)) => {
            for (key, wanted) in wanted {
                compare(&format!("{place}.{key}"), wanted, came.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(wanted), Value::Array(came)) if wanted.len() == came.len() => {
            for (at, (wanted, came)) in wanted.iter().zip(came).enumerate() {
                compare(&format!("{place}[{at}]"), wanted, came, found);
            }
        }
        _ if wanted == came => {}
        _ => found.push(format!("{place} is {came}, expected {wanted}")),
    }
}
