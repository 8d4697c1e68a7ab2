//! The terminal, and the currency of its amounts.

use serde_json::{Map, Value, json};
use tapkernel_core::data::{Amount, Currency as Numeric};

use super::layers::Merged;
use crate::profile::{Problem, ProfileCurrency, built_in};

/// The one currency of a configuration.
#[derive(Clone, Debug, serde::Deserialize)]
pub(super) struct Currency {
    #[serde(rename = "code")]
    pub(super) letters: String,
    pub(super) numeric: String,
    pub(super) exponent: u8,
}

impl Currency {
    /// An amount of minor units with the currency's decimals.
    pub(super) fn write(&self, minor: u64) -> String {
        let amount = Amount::new(minor).unwrap_or(Amount::MAX);
        let numeric = Numeric::new(self.numeric.parse().unwrap_or_default(), self.exponent);
        numeric.map_or_else(
            || minor.to_string(),
            |numeric| ProfileCurrency::new(self.letters.clone(), numeric).write_amount(amount),
        )
    }
}

/// The currency of `5F2A`, if it is one of the laboratory's; else euros.
pub(super) fn currency(merged: &Merged) -> Currency {
    let numeric = merged.terminal.get("5F2A").and_then(|coded| coded.get(1..)).unwrap_or("978");
    let laboratory = built_in::TEXTS.iter().find(|(name, _)| *name == "lab");
    let laboratory = laboratory.and_then(|(_, text)| serde_json::from_str::<Laboratory>(text).ok());
    let euros = Currency { letters: "EUR".to_owned(), numeric: "978".to_owned(), exponent: 2 };
    let currencies = laboratory.map(|laboratory| laboratory.currencies).unwrap_or_default();
    currencies.into_iter().find(|known| known.numeric == numeric).unwrap_or(euros)
}

/// The part of a profile that tells letters and decimals of currencies.
#[derive(serde::Deserialize)]
struct Laboratory {
    currencies: Vec<Currency>,
}

/// Fields of the terminal: name, tag, how the value reads as the field, what stands there if nothing does.
type Field = (&'static str, &'static str, fn(&str) -> Option<String>, &'static str);

const FIELDS: [Field; 7] = [
    ("id", "9F1C", |hex| text(hex, 8).filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric())), "IMPORT01"),
    ("merchant_id", "9F16", |hex| text(hex, 15), "IMPORTED0000001"),
    ("merchant_category_code", "9F15", |hex| decimal(hex, 4), "0000"),
    ("country", "9F1A", |hex| decimal(hex, 4).and_then(|code| Some(code.get(1..)?.to_owned())), "056"),
    ("type", "9F35", |hex| terminal_type(hex), "22"),
    ("capabilities", "9F33", |hex| bytes(hex, 3), "E0F8C8"),
    ("additional_capabilities", "9F40", |hex| bytes(hex, 5), "F000F0F001"),
];

/// Writes `terminal` with what the files say, first of all of the terminal itself.
pub(super) fn write(merged: &mut Merged) -> Value {
    let mut written = Map::from_iter([("time_zone".to_owned(), json!("Etc/UTC"))]);
    merged.left_out.push(Problem::warning("terminal.time_zone", "is not in the files: Etc/UTC"));
    let mut notes = Vec::new();
    for (name, tag, read, instead) in FIELDS {
        let value = values(merged, tag).find_map(|value| read(value));
        if value.is_none() {
            let why = match values(merged, tag).next() {
                Some(_) => "gives none that a profile could have",
                None => "is not in the files",
            };
            let text = format!("{tag} {why}: {instead} is put in its place");
            notes.push(Problem::warning(format!("terminal.{name}"), text));
        }
        written.insert(name.to_owned(), json!(value.as_deref().unwrap_or(instead)));
    }
    written.insert("merchant".to_owned(), json!({ "name": merchant(merged), "address": [] }));
    written.insert("data".to_owned(), other_objects(merged));
    if !merged.terminal.contains_key("5F2A") {
        notes.push(Problem::warning("currencies[0]", "5F2A is not in the files: EUR"));
    }
    merged.left_out.extend(notes);
    Value::Object(written)
}

fn merchant(merged: &Merged) -> String {
    let told = values(merged, "9F4E").find_map(|value| text(value, value.len() / 2));
    told.filter(|name| matches!(name.len(), 1..=48)).unwrap_or_else(|| "Imported".to_owned())
}

/// The terminal's objects that no field has a name for.
fn other_objects(merged: &Merged) -> Value {
    let taken =
        |tag: &str| matches!(tag, "5F2A" | "5F36" | "9F4E") || FIELDS.iter().any(|(_, of, ..)| *of == tag);
    let objects = merged.terminal.iter().filter(|(tag, _)| !taken(tag));
    objects.map(|(tag, value)| (tag.clone(), json!(value))).collect::<Map<_, _>>().into()
}

/// The values of an object: the terminal's, then those of the kernels.
fn values<'a>(merged: &'a Merged, tag: &str) -> impl Iterator<Item = &'a String> {
    let of_kernels: Vec<_> = merged.kernels.values().filter_map(|kernel| kernel.config.get(tag)).collect();
    let of_terminal = merged.terminal.get(tag);
    of_terminal.into_iter().chain(of_kernels)
}

fn bytes(hex: &str, count: usize) -> Option<String> {
    (hex.len() == 2 * count).then(|| hex.to_owned())
}

fn decimal(hex: &str, count: usize) -> Option<String> {
    (hex.len() == count && hex.bytes().all(|digit| digit.is_ascii_digit())).then(|| hex.to_owned())
}

fn terminal_type(hex: &str) -> Option<String> {
    let digits: Vec<_> = hex.chars().filter_map(|digit| digit.to_digit(10)).collect();
    matches!(digits.as_slice(), [1..=3, 1..=6]).then(|| hex.to_owned())
}

/// Printable ASCII of exactly so many bytes.
fn text(hex: &str, count: usize) -> Option<String> {
    let bytes = hex::decode(hex).ok().filter(|bytes| bytes.len() == count && count > 0)?;
    String::from_utf8(bytes).ok().filter(|text| text.chars().all(|c| matches!(c, ' '..='~')))
}
