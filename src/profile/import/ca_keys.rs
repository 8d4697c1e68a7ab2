//! CA public keys.

use serde_json::{Value, json};

use super::format::PublicKey;
use super::layers::Merged;
use crate::profile::Problem;

/// Gives each key to the first scheme with an application of its RID.
pub(super) fn write(merged: &mut Merged, schemes: &mut [Value]) {
    for key in &merged.keys {
        let of_rid = |aid: &Value| aid.as_str().is_some_and(|aid| aid.starts_with(&key.rid.to_uppercase()));
        let mut schemes = schemes.iter_mut();
        let scheme = schemes.find(|scheme| {
            scheme.get("aids").and_then(Value::as_array).is_some_and(|aids| aids.iter().any(of_rid))
        });
        let Some(fields) = scheme.and_then(Value::as_object_mut) else {
            let path = format!("publicKey {} {}", key.rid, key.index);
            merged.left_out.push(Problem::warning(path, "is of a RID that no application has"));
            continue;
        };
        let keys = fields.entry("ca_keys").or_insert_with(|| json!([]));
        if let Some(keys) = keys.as_array_mut() {
            keys.push(written(key));
        }
    }
}

fn written(key: &PublicKey) -> Value {
    json!({
        "rid": key.rid, "index": key.index, "modulus": key.modulus, "exponent": key.exponent,
        "checksum": key.checksum, "expiry": expiry(&key.expiry), "test": true,
    })
}

/// MMYY as the last day of the month; none for anything else, and after 2049.
fn expiry(text: &str) -> Option<String> {
    let month: u8 = text.get(..2)?.parse().ok()?;
    let year: u16 = 2000 + text.get(2..4)?.parse::<u16>().ok()?;
    let leap = year % 4 == 0;
    let day = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (text.len() == 4 && year < 2050).then(|| format!("{year}-{month:02}-{day}"))
}
