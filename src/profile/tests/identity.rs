//! The checksum, and the same document in TOML.

use serde_json::{Value, json};
use tapkernel_core::data::Hex;

use super::problems::changed;
use crate::profile::{Profile, built_in};

fn checksum(text: &str) -> [u8; 32] {
    Profile::from_json(text).unwrap_or_else(|error| panic!("{error}")).checksum()
}

/// The same value with the fields of every object in the opposite order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<_> =
                fields.iter().rev().map(|(k, v)| format!("{} : {}", json!(k), reversed(v))).collect();
            format!("{{ {} }}", fields.join(" ,\n\t"))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(reversed).collect();
            format!("[ {} ]", items.join(" , "))
        }
        other => other.to_string(),
    }
}

#[test]
fn white_space_and_the_order_of_fields_make_no_difference() {
    for (name, text) in built_in::TEXTS {
        let document: Value = serde_json::from_str(text).unwrap();
        let other = reversed(&document);
        assert_ne!(other, *text);
        assert_eq!(checksum(text), checksum(&other), "{name}");
        assert_eq!(checksum(text), checksum(&document.to_string()), "{name}");
        assert_eq!(Profile::built_in(name).unwrap().checksum(), checksum(text));
    }
}

#[test]
fn every_value_counts() {
    let before = checksum(built_in::TEXTS[0].1);
    for (pointer, value) in [
        ("/version", json!("4")),
        ("/currencies/0/rules/purchase/max", json!("500.01")),
        ("/currencies/0/rules/purchase/status_check", json!(true)),
        ("/timeouts/card", json!(31)),
        ("/operations/soft_decline", json!("decline")),
        ("/receipt/footer", json!(["Keep this receipt", "Thank you"])),
        ("/schemes/0/aids", json!(["A0000000031010", "A0000000032020", "A0000000032010"])),
    ] {
        assert_ne!(checksum(&changed(pointer, Some(value))), before, "{pointer}");
    }
    assert_ne!(checksum(&changed("/timeouts", None)), before, "also what says the same by default");
}

/// The canonical form of this document was written by hand and summed by another program.
#[test]
fn the_canonical_form() {
    let node = serde_json::from_str(" { \"b\" : [ 1 , true , null ] , \"a\" : \"\\u00e9\\n\" } ").unwrap();
    let expected = "C3776CC80F24EDEDC0136463EDAE45D4FB8385B2D325B266ABEEB567E481FA7A";
    assert_eq!(Hex(&crate::profile::checksum::of(&node)).to_string(), expected);
}

#[cfg(feature = "toml")]
mod in_toml {
    use super::*;
    use crate::profile::{Position, ProfileError};

    /// TOML has no null: it says "none".
    fn without_null(value: &mut Value) {
        match value {
            Value::Null => *value = json!("none"),
            Value::Array(items) => items.iter_mut().for_each(without_null),
            Value::Object(fields) => fields.values_mut().for_each(without_null),
            _ => {}
        }
    }

    /// A JSON value as an inline value of TOML.
    fn inline(value: &Value) -> String {
        match value {
            Value::Object(fields) => {
                let fields: Vec<_> =
                    fields.iter().map(|(k, v)| format!("{} = {}", json!(k), inline(v))).collect();
                format!("{{ {} }}", fields.join(", "))
            }
            Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
            other => other.to_string(),
        }
    }

    #[test]
    fn the_built_in_profiles_are_the_same() {
        for (name, text) in built_in::TEXTS {
            let mut document: Value = serde_json::from_str(text).unwrap();
            without_null(&mut document);
            let fields = document.as_object().unwrap().iter();
            let toml: String = fields.map(|(k, v)| format!("{k} = {}\n", inline(v))).collect();
            let profile = Profile::from_toml(&toml).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(profile.checksum(), checksum(&document.to_string()), "{name}");
            assert_eq!(
                profile.explain().transactions,
                Profile::built_in(name).unwrap().explain().transactions
            );
        }
    }

    #[test]
    fn days_need_no_quotes_and_problems_have_places() {
        let text =
            "[terminal]\nid = \"x\"\n\n[[schemes]]\n[[schemes.ca_keys]]\nexpiry = 2035-12-31\ntest = 1\n";
        let error = Profile::from_toml(text).unwrap_err();
        let at = |path: &str| {
            error.problems().iter().find(|problem| problem.path == path).and_then(|found| found.position)
        };
        assert_eq!(at("terminal.id"), Some(Position { line: 2, column: 6 }));
        assert!(error.problems().iter().all(|problem| problem.position.is_some()), "{error}");
        let found = error.problems().iter().find(|problem| problem.path.ends_with("expiry"));
        assert_eq!(found, None, "{error}");
    }

    #[test]
    fn syntax_errors_have_line_and_column() {
        let error = Profile::from_toml("name = \"x\"\nversion = = 1\n").unwrap_err();
        let ProfileError::Syntax { line, .. } = error else { panic!("{error:?}") };
        assert_eq!(line, 2);
        let deep = format!("x = {}{}", "[".repeat(200), "]".repeat(200));
        assert!(matches!(Profile::from_toml(&deep), Err(ProfileError::Syntax { .. })));
    }
}
