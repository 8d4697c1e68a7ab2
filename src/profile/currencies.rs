//! Reading the list of currencies.

use tapkernel_core::data::{Currency, TransactionType};

use super::Stage;
use super::place::Place;
use super::rules::{self, TRANSACTION_TYPES};
use super::values::{digits, shown, word_named};
use super::{ProfileCurrency, Rules};

/// A currency and what the merchant accepts in it.
#[derive(Clone, Debug)]
pub(super) struct CurrencyRules {
    pub(super) currency: ProfileCurrency,
    pub(super) rules: Vec<(TransactionType, Rules)>,
    /// Where the rules stand, for problems found later.
    pub(super) path: String,
}

/// Reads all currencies; none may be there twice, and each needs rules.
pub(super) fn read(place: &Place<'_>, stage: Stage) -> Option<Vec<CurrencyRules>> {
    let items = place.list()?;
    if items.is_empty() {
        place.refuse::<()>("at least one currency is needed");
    }
    let mut currencies: Vec<CurrencyRules> = Vec::new();
    for item in items {
        let Some(read) = one(&item, stage) else { continue };
        let same = |known: &CurrencyRules| {
            known.currency.letters() == read.currency.letters()
                || known.currency.currency().code() == read.currency.currency().code()
        };
        if currencies.iter().any(same) {
            item.refuse::<()>("the same letters or numeric code are there twice");
        }
        currencies.push(read);
    }
    Some(currencies)
}

fn one(place: &Place<'_>, stage: Stage) -> Option<CurrencyRules> {
    let mut fields = place.fields()?;
    let letters = fields.required("code").and_then(|field| letters(&field));
    let code = fields.required("numeric").and_then(|field| digits(&field, 3));
    let exponent = fields.required("exponent").and_then(|field| exponent(&field));
    let rules = fields.required("rules");
    fields.end();
    let currency = ProfileCurrency::new(letters?, Currency::new(code?, exponent?)?);
    let rules = read_rules(&rules?, &currency, stage)?;
    Some(CurrencyRules { currency, rules, path: place.path().to_owned() })
}

fn letters(place: &Place<'_>) -> Option<String> {
    let text = place.text()?;
    if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Some(text.to_owned());
    }
    place.refuse(format_args!("{} is not three capital letters, as in \"EUR\"", shown(text)))
}

fn exponent(place: &Place<'_>) -> Option<u8> {
    match u8::try_from(place.number()?) {
        Ok(exponent @ 0..=4) => Some(exponent),
        _ => place.refuse("a currency has 0 to 4 decimals"),
    }
}

/// Reads the rules of one currency by transaction type; only a laboratory may leave limits out.
pub(super) fn read_rules(
    place: &Place<'_>,
    currency: &ProfileCurrency,
    stage: Stage,
) -> Option<Vec<(TransactionType, Rules)>> {
    let entries = place.entries()?;
    if entries.is_empty() {
        place.refuse::<()>("a currency needs rules for at least one transaction type, or must go");
    }
    let read = |(name, field): &(&str, Place<'_>)| {
        let kind = word_named(field, name, TRANSACTION_TYPES)?;
        let rules = rules::read(field, kind, currency)?;
        if stage != Stage::Laboratory {
            refuse_missing(field, &rules);
        }
        Some((kind, rules))
    };
    Some(entries.iter().filter_map(read).collect())
}

fn refuse_missing(place: &Place<'_>, rules: &Rules) {
    if rules.max.is_none() && !place.has("max") {
        place.refuse::<()>("has no `max`, which accepts any amount: give the greatest that is accepted");
    }
    if rules.floor.is_none() && !place.has("floor") {
        place.refuse::<()>(
            "has no `floor`, which lets cards approve any amount offline: give it, zero for always online",
        );
    }
}
