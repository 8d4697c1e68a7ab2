//! `tap cards`.

use serde_json::{Value, json};
use tapkernel_simulator::card::SoftwareCard;

use crate::exit::{Exit, Failure};
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

/// The card that is named in `field`, new from the press; `seed` decides its random numbers.
pub(crate) fn find(field: &str, name: &str, seed: u64) -> Result<SoftwareCard, Failure> {
    tapkernel_simulator::card::card(name, seed).ok_or_else(|| {
        let known: Vec<_> = tapkernel_simulator::card::cards().into_iter().map(|(name, _)| name).collect();
        Failure::bad_input(field, format!("there is no card {name:?}; there are {}", known.join(", ")))
    })
}
