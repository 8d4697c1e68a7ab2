//! `tap profile import`.

use std::path::Path;

use serde_json::{Value, json};
use tapkernel::profile::Problem;
use tapkernel::profile::import::{import, parent_of};

use crate::exit::{Exit, Failure};
use crate::input;
use crate::output::Output;

/// So many parents have parents.
const MOST: usize = 8;

pub(super) fn run(files: &[String], to: Option<&str>, output: Output) -> Result<Exit, Failure> {
    let mut layers: Vec<(String, String)> = Vec::new();
    for file in files {
        let with_parents = with_parents(file)?;
        let unknown =
            with_parents.into_iter().filter(|(name, _)| !layers.iter().any(|(known, _)| known == name));
        let unknown: Vec<_> = unknown.collect();
        layers.extend(unknown);
    }
    let layers: Vec<_> = layers.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let imported = import(&layers).map_err(|error| Failure::bad_input("FILE", error.to_string()))?;
    for problem in &imported.left_out {
        output.aside(format!("left out: {problem}"));
    }
    match to {
        Some(to) => std::fs::write(to, format!("{}\n", imported.document))
            .map_err(|error| Failure::bad_input("--to", format!("{to}: {error}")))?,
        None => output.line(&imported.document),
    }
    let document: Value = serde_json::from_str(&imported.document).unwrap_or_default();
    let one = |problem: &Problem| json!({ "path": problem.path, "text": problem.text });
    let left_out: Vec<_> = imported.left_out.iter().map(one).collect();
    output.document(&json!({ "profile": document, "left_out": left_out }));
    Ok(Exit::Done)
}

/// The file after the parents that lie beside it, each a name and a text.
fn with_parents(file: &str) -> Result<Vec<(String, String)>, Failure> {
    let beside = Path::new(file).parent().map(Path::to_path_buf).unwrap_or_default();
    let mut layers = Vec::new();
    let mut next = Some(file.to_owned());
    while let Some(name) = next.take().filter(|_| layers.len() < MOST) {
        let text = input::file("FILE", &name)?;
        let parent =
            parent_of(&name, &text).map_err(|error| Failure::bad_input("FILE", error.to_string()))?;
        layers.push((name, text));
        let beside = parent.map(|parent| beside.join(format!("cfg_{parent}.json")));
        next = beside.filter(|path| path.exists()).map(|path| path.display().to_string());
    }
    layers.reverse();
    Ok(layers)
}
