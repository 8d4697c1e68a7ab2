//! Cards that differ from another one in a few places.

use serde_json::Value;

use super::{Personalisation, PersonalisationError};

/// A card that is like another one but for what is said here.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Variant {
    /// Name of the card that it is like: one with a file of its own.
    like: String,
    /// What differs in the card: name and description, and more if need be (JSON Merge Patch, RFC 7396).
    card: Value,
    /// What differs in its first application.
    #[serde(default)]
    application: Value,
}

/// The cards that `text` describes by what differs from those of `files`.
///
/// # Errors
///
/// [`PersonalisationError::Syntax`] with what is wrong and where.
pub(super) fn variants(text: &str, files: &[&str]) -> Result<Vec<Personalisation>, PersonalisationError> {
    let syntax = |error: serde_json::Error| PersonalisationError::Syntax(error.to_string());
    let files: Vec<Value> =
        files.iter().map(|text| serde_json::from_str(text)).collect::<Result<_, _>>().map_err(syntax)?;
    let variants: Vec<Variant> = serde_json::from_str(text).map_err(syntax)?;
    let card = |variant: Variant| {
        let other = files.iter().find(|file| file.get("name").and_then(Value::as_str) == Some(&variant.like));
        let mut card = other.ok_or(PersonalisationError::UnknownCard(variant.like))?.clone();
        merge(&mut card, &variant.card);
        if let Some(application) =
            card.pointer_mut("/applications/0").filter(|_| !variant.application.is_null())
        {
            merge(application, &variant.application);
        }
        serde_json::from_value(card).map_err(syntax)
    };
    variants.into_iter().map(card).collect()
}

/// Members of `patch` take the place of those of `target`; null takes them away.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(target) = target else { return };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}
