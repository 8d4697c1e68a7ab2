//! Reading raw limits currency by currency, of whatever kernel.

use super::place::Place;
use super::schemes::Surroundings;
use super::values::shown;
use super::{ProfileCurrency, Stage};

/// What `limits` reads of each currency; only laboratories may have such limits.
pub(super) fn by_currency<T>(
    place: &Place<'_>,
    around: &Surroundings<'_>,
    limits: impl Fn(&Place<'_>, &ProfileCurrency) -> Option<T>,
) -> Option<Vec<(String, T)>> {
    if around.stage != Stage::Laboratory {
        return place.refuse("is for laboratories: write the limits as rules of the currency");
    }
    let one = |(letters, field): (&str, Place<'_>)| {
        let known = around.currencies.iter().find(|known| known.currency.letters() == letters);
        match known {
            Some(known) => Some((letters.to_owned(), limits(&field, &known.currency)?)),
            None => field.refuse(format_args!("{} is none of the profile's currencies", shown(letters))),
        }
    };
    Some(place.entries()?.into_iter().filter_map(one).collect())
}
