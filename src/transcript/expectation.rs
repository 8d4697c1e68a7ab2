//! What a transcript expects, against what came.

use serde_json::{Map, Value};

use super::report::Report;

/// The first expectation that does not hold, in words.
pub(super) fn first_unmet(expect: &Map<String, Value>, report: &Report) -> Option<String> {
    let came = serde_json::to_value(report).unwrap_or_default();
    expect.iter().find_map(|(key, wanted)| match (key.as_str(), wanted) {
        ("data", Value::Object(objects)) => {
            objects.iter().find_map(|(tag, value)| unmet_data(tag, value, report))
        }
        ("data", _) => Some("expect.data: an object of tags is wanted".to_owned()),
        (key, wanted) => match came.get(key) {
            Some(came) => unmet(&format!("expect.{key}"), wanted, came),
            None => Some(format!("expect.{key}: no such key in the report")),
        },
    })
}

fn unmet_data(tag: &str, wanted: &Value, report: &Report) -> Option<String> {
    let came = report.find(&tag.to_uppercase());
    match wanted {
        Value::Null if came.is_none() => None,
        Value::String(wanted) if came.is_some_and(|came| came.eq_ignore_ascii_case(wanted)) => None,
        _ => Some(format!("expect.data.{tag}: wanted {wanted}, came {}", came.unwrap_or("nothing"))),
    }
}

/// Compares objects by the keys that are wanted, everything else whole.
fn unmet(place: &str, wanted: &Value, came: &Value) -> Option<String> {
    match (wanted, came) {
        (Value::Object(wanted), Value::Object(came)) => wanted.iter().find_map(|(key, wanted)| {
            let place = format!("{place}.{key}");
            match came.get(key) {
                Some(came) => unmet(&place, wanted, came),
                None if wanted.is_null() => None,
                None => Some(format!("{place}: wanted {wanted}, came nothing")),
            }
        }),
        (Value::Array(wanted), Value::Array(came)) if wanted.len() == came.len() => wanted
            .iter()
            .zip(came)
            .enumerate()
            .find_map(|(at, (wanted, came))| unmet(&format!("{place}[{at}]"), wanted, came)),
        _ if wanted == came => None,
        _ => Some(format!("{place}: wanted {wanted}, came {came}")),
    }
}
