//! Links between the documents of the repository and its files hold.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

const DOCUMENTS: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"];

/// What stands in the round brackets of `[text](target)`, without the part after `#`; other sites aside.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let files = targets.map(|target| target.split('#').next().unwrap_or(target));
    files.filter(|file| !file.is_empty() && !file.contains("://") && !file.starts_with("mailto:"))
}

/// The links of a document that lead nowhere.
fn broken(root: &Path, document: &str, text: &str) -> Vec<String> {
    let gone = links(text).filter(|file| !root.join(file).exists());
    gone.map(|file| format!("{document} links to {file}")).collect()
}

#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for document in DOCUMENTS {
        let text =
            fs::read_to_string(root.join(document)).unwrap_or_else(|error| panic!("{document}: {error}"));
        assert_eq!(broken(root, document, &text), Vec::<String>::new());
    }
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    assert!(links(&readme).any(|file| file == "ARCHITECTURE.md"), "the rule sees the links");
}

#[test]
fn a_link_to_nowhere_is_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = "[a](README.md#run-it) [b](attic/gone.md) [c](https://example.org) [d](#here)";
    assert_eq!(broken(root, "X.md", text), ["X.md links to attic/gone.md"]);
}
