//! Finding and reading the data.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

/// A path in the repository, as seen from its root.
pub fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// A JSON file of the repository.
///
/// # Panics
///
/// If it cannot be read, or is not of the form of `T`.
pub fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = fs::read_to_string(file(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The cases of a folder of `test-vectors`: those of every JSON file in it, by the names of the files and their order
/// there, each with its file's name without extension. Files named in `others` hold something else.
///
/// # Panics
///
/// If the folder or one of its files cannot be read, or a file has no cases.
pub fn cases<T: DeserializeOwned>(folder: &str, others: &[&str]) -> Vec<(String, T)> {
    let mut all = vec![];
    for stem in stems(folder) {
        if !others.contains(&stem.as_str()) {
            let cases: Vec<T> = read(&format!("test-vectors/{folder}/{stem}.json"));
            assert!(!cases.is_empty(), "{folder}/{stem} is empty");
            all.extend(cases.into_iter().map(|case| (stem.clone(), case)));
        }
    }
    all
}

/// The names of the JSON files in a folder.
fn stems(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(file("test-vectors").join(folder));
    let entries = entries.unwrap_or_else(|error| panic!("test-vectors/{folder}: {error}"));
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut stems: Vec<_> = names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned())).collect();
    stems.sort();
    stems
}
