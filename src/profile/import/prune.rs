//! Leaving out what the loader refuses: data objects, limits and keys, never what else a profile needs.

use serde_json::Value;

use crate::profile::{Problem, Profile, ProfileError};

/// How often: an object that is refused may hide no other, a key may.
const ROUNDS: usize = 4;

/// The document without the data objects and keys that the loader refuses, each named in `left_out`.
pub(super) fn prune(mut document: Value, left_out: &mut Vec<Problem>) -> Result<Value, ProfileError> {
    for _ in 0..ROUNDS {
        let Err(error) = Profile::from_json(&document.to_string()) else { return Ok(document) };
        let mut places: Vec<(String, String)> = Vec::new();
        for problem in error.problems() {
            let Some(place) = removable(&problem.path) else { return Err(error) };
            left_out.push(Problem::warning(&problem.path, format!("{}: left out", problem.text)));
            places.push(place);
        }
        // Of a list the last ones first, so that those before stay where they are.
        places.sort_by_key(|(parent, name)| (parent.clone(), name.parse::<usize>().ok()));
        places.dedup();
        for (parent, name) in places.iter().rev() {
            remove(&mut document, parent, name);
        }
        if places.is_empty() {
            return Err(error);
        }
    }
    Ok(document)
}

/// Parent and name, in the manner of RFC 6901, of the data object or key that a problem is in.
fn removable(path: &str) -> Option<(String, String)> {
    let pointer = format!("/{}", path.replace('[', "/").replace(']', "").replace('.', "/"));
    for part in ["/data/", "/ca_keys/"] {
        if let Some((before, after)) = pointer.split_once(part) {
            let name = after.split('/').next().unwrap_or_default();
            return Some((format!("{before}{}", part.trim_end_matches('/')), name.to_owned()));
        }
    }
    None
}

fn remove(document: &mut Value, parent: &str, name: &str) {
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => drop(fields.remove(name)),
        Some(Value::Array(items)) => match name.parse::<usize>() {
            Ok(at) if at < items.len() => drop(items.remove(at)),
            _ => {}
        },
        _ => {}
    }
}
