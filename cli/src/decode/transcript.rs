//! Recorded taps, exchange by exchange.

use serde::Deserialize;
use serde_json::Value;
use tapkernel::core::data::Dictionaries;

use super::{Decoded, Decoder, Kind, Problem};

/// What of a recorded tap is spelled out; everything else in the document is for `tap replay`.
#[derive(Deserialize)]
struct Recorded {
    #[serde(default)]
    name: String,
    #[serde(default, alias = "apdus")]
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    c: Option<String>,
    r: Option<String>,
}

/// Spells out all taps of a document: one, or an array of them.
pub(crate) fn transcripts(json: &str, dictionaries: Dictionaries<'_>) -> serde_json::Result<Vec<Decoded>> {
    let document: Value = serde_json::from_str(json)?;
    let taps: Vec<Recorded> = match document {
        Value::Array(_) => serde_json::from_str(json)?,
        _ => vec![serde_json::from_str(json)?],
    };
    Ok(taps.iter().flat_map(|tap| tap.decode(dictionaries)).collect())
}

impl Recorded {
    fn decode(&self, dictionaries: Dictionaries<'_>) -> Vec<Decoded> {
        let mut decoder = Decoder::new(dictionaries);
        let mut all = Vec::new();
        for (number, exchange) in self.exchanges.iter().enumerate() {
            for (key, text) in [("c", &exchange.c), ("r", &exchange.r)] {
                let Some(text) = text.as_ref().filter(|text| !text.is_empty()) else { continue };
                let at = format!("{} exchanges[{number}].{key}", self.name);
                let decoded = decode(&mut decoder, key, text);
                all.push(Decoded { at: Some(at.trim_start().to_owned()), ..decoded });
            }
        }
        all
    }
}

fn decode(decoder: &mut Decoder<'_>, key: &str, text: &str) -> Decoded {
    match crate::hex::read(text) {
        Ok(bytes) if key == "c" => decoder.any(&bytes),
        Ok(bytes) => decoder.answer(&bytes),
        Err(error) => {
            let kind = if key == "c" { Kind::Command } else { Kind::Response };
            let errors = vec![Problem { offset: 0, message: error.to_string() }];
            Decoded { kind, errors, ..Decoded::default() }
        }
    }
}
