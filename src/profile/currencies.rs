//! Reading the list of currencies.

use tapkernel_core::data::{Currency, TransactionType};

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
pub(super) fn read(place: &Place<'_>) -> Option<Vec<CurrencyRules>> {
    let items = place.list()?;
    if items.is_empty() {
        place.refuse::<()>("at least one currency is needed");
    }
    let mut currencies: Vec<CurrencyRules> = Vec::new();
    for item in items {
        let Some(read) = one(&item) else { continue };
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

fn one(place: &Place<'_>) -> Option<CurrencyRules> {
    let mut fields = place.fields()?;
    let letters = fields.required("code").and_then(|field| letters(&field));
    let code = fields.required("numeric").and_then(|field| digits(&field, 3));
    let exponent = fields.required("exponent").and_then(|field| exponent(&field));
    let rules = fields.required("rules");
    fields.end();
    let currency = ProfileCurrency::new(letters?, Currency::new(code?, exponent?)?);
    let rules = read_rules(&rules?, &currency)?;
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

fn read_rules(place: &Place<'_>, currency: &ProfileCurrency) -> Option<Vec<(TransactionType, Rules)>> {
    let entries = place.entries()?;
    if entries.is_empty() {
        place.refuse::<()>("a currency needs rules for at least one transaction type, or must go");
    }
    let read = |(name, field): &(&str, Place<'_>)| {
        let kind = word_named(field, name, TRANSACTION_TYPES)?;
        Some((kind, rules::read(field, kind, currency)?))
    };
    Some(entries.iter().filter_map(read).collect())
}
