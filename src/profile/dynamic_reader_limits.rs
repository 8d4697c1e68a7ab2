//! Reading Dynamic Reader Limits, and writing them for Kernel 3.

use tapkernel_core::data::{Database, TransactionType};
use tapkernel_visa::DynamicReaderLimits;
use tapkernel_visa::dictionary::tags as visa;

use super::currencies;
use super::place::Place;
use super::schemes::Surroundings;
use super::values::{hex, shown};
use super::{ProfileCurrency, Rules};

/// The most sets that Visa foresees, beside the limits that hold for all other cards.
const MOST: usize = 4;

/// The rules for cards whose Program ID begins with `program_id`.
#[derive(Clone, Debug)]
pub(super) struct RulesByProgram {
    pub(super) program_id: Vec<u8>,
    pub(super) rules: Vec<ProgramRules>,
    pub(super) path: String,
}

/// The rules of one currency.
#[derive(Clone, Debug)]
pub(super) struct ProgramRules {
    pub(super) currency: ProfileCurrency,
    pub(super) rules: Vec<(TransactionType, Rules)>,
    pub(super) path: String,
}

/// Reads `dynamic_reader_limits` of a scheme.
pub(super) fn read(place: &Place<'_>, around: &Surroundings<'_>) -> Option<Vec<RulesByProgram>> {
    let items = place.list()?;
    if items.len() > MOST {
        place.refuse::<()>(format_args!("has {} sets: {MOST} are the most", items.len()));
    }
    let mut sets: Vec<RulesByProgram> = Vec::new();
    for item in items {
        let Some(set) = one(&item, around) else { continue };
        if sets.iter().any(|known| known.program_id == set.program_id) {
            item.refuse::<()>("the same `program_id` is there twice: keep one");
        }
        sets.push(set);
    }
    Some(sets)
}

fn one(place: &Place<'_>, around: &Surroundings<'_>) -> Option<RulesByProgram> {
    let mut fields = place.fields()?;
    let program_id = fields.required("program_id").and_then(|field| program_id(&field));
    let rules = fields.required("rules").and_then(|field| rules(&field, around));
    fields.end();
    Some(RulesByProgram { program_id: program_id?, rules: rules?, path: place.path().to_owned() })
}

fn program_id(place: &Place<'_>) -> Option<Vec<u8>> {
    let bytes = hex(place)?;
    match bytes.len() {
        1..=16 => Some(bytes),
        length => place.refuse(format_args!("has {length} bytes, 1 to 16 are wanted")),
    }
}

fn rules(place: &Place<'_>, around: &Surroundings<'_>) -> Option<Vec<ProgramRules>> {
    let entries = place.entries()?;
    if entries.is_empty() {
        place.refuse::<()>("needs rules for at least one currency");
    }
    let one = |(letters, field): &(&str, Place<'_>)| {
        let known = around.currencies.iter().find(|known| known.currency.letters() == *letters);
        let Some(known) = known else {
            return field.refuse(format_args!("{} is none of the profile's currencies", shown(letters)));
        };
        let currency = known.currency.clone();
        let rules = currencies::read_rules(field, &currency, around.stage)?;
        Some(ProgramRules { currency, rules, path: field.path().to_owned() })
    };
    Some(entries.iter().filter_map(one).collect())
}

/// Writes the sets that have rules for this currency and transaction type.
pub(super) fn compile(sets: &[RulesByProgram], currency: &str, kind: TransactionType, data: &mut Database) {
    let mut coded = Vec::new();
    for set in sets {
        let rules = set.rules.iter().filter(|rules| rules.currency.letters() == currency);
        let rules = rules.flat_map(|rules| &rules.rules).filter(|(known, _)| *known == kind);
        for (_, rules) in rules {
            if let Ok(set) = DynamicReaderLimits::new(&set.program_id, &rules.reader_limits()) {
                set.encode(&mut coded);
            }
        }
    }
    if !coded.is_empty() {
        data.insert(visa::DYNAMIC_READER_LIMITS, &coded);
    }
}
