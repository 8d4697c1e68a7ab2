//! `tap cards`.

use serde_json::{Value, json};

use crate::exit::Exit;
use crate::output::Output;

pub(crate) fn run(output: Output) -> Exit {
    let cards = tapkernel_simulator::card::cards();
    let width = cards.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    for (name, description) in &cards {
        output.line(format!("{name:width$}  {description}"));
    }
    let list = cards.iter().map(|(name, description)| json!({ "name": name, "description": description }));
    output.document(&list.collect::<Value>());
    Exit::Done
}
