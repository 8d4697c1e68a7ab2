//! Amounts as people write them.

use tapkernel::core::data::{Amount, Currency};
use tapkernel::profile::{Profile, ProfileCurrency};

use crate::exit::Failure;

/// Reads an amount: with all decimals of the currency, or with none.
pub(super) fn amount(field: &str, text: &str, currency: &ProfileCurrency) -> Result<Amount, Failure> {
    let decimals = usize::from(currency.currency().exponent());
    let whole = decimals > 0 && !text.contains('.');
    let written = if whole { format!("{text}.{:0decimals$}", 0) } else { text.to_owned() };
    currency.parse_amount(&written).ok_or_else(|| Failure::bad_input(field, wanted(text, currency)))
}

/// A currency as the profile spells it.
pub(crate) fn currency(profile: &Profile, currency: Currency) -> Result<&ProfileCurrency, Failure> {
    profile.currencies().find(|known| known.currency() == currency).ok_or_else(|| {
        let (name, code) = (profile.name(), currency.code());
        Failure::bad_input("--profile", format!("profile {name} has no currency {code:03}"))
    })
}

/// A sum with the currency's decimals.
pub(crate) fn written(currency: &ProfileCurrency, minor_units: u64) -> String {
    let amount = Amount::new(minor_units).map(|amount| currency.write_amount(amount));
    amount.unwrap_or_else(|| format!("{minor_units} minor units of"))
}

fn wanted(text: &str, currency: &ProfileCurrency) -> String {
    let example = Amount::new(41 * currency.currency().minor_units_per_unit()).unwrap_or_default();
    let form = match currency.currency().exponent() {
        0 => "digits without decimals".to_owned(),
        decimals => format!("digits with {decimals} decimals after a point"),
    };
    let (letters, example) = (currency.letters(), currency.write_amount(example));
    format!("{text:?} is no amount of {letters}: {form} are wanted, twelve in all at most, as in {example}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minor_units(text: &str) -> Option<u64> {
        let profile = Profile::built_in("softpos-eur").unwrap();
        amount("AMOUNT", text, profile.currency("EUR").unwrap()).ok().map(Amount::minor_units)
    }

    #[test]
    fn all_decimals_or_none() {
        for (text, expected) in
            [("41.00", 4100), ("41", 4100), ("0.05", 5), ("0", 0), ("9999999999.99", 999_999_999_999)]
        {
            assert_eq!(minor_units(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            " ",
            "41.005",
            "41.0",
            "41.",
            ".50",
            "-5",
            "-5.00",
            "+5",
            "NaN",
            "inf",
            "1e3",
            "41,00",
            "1 000",
            "041.00",
            "10000000000.00",
            "99999999999999999999",
            "٤١",
            "41.00 EUR",
            "0x41",
            "4_1",
            "41.00\n",
        ] {
            assert_eq!(minor_units(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_message_shows_the_right_form() {
        let profile = Profile::built_in("softpos-eur").unwrap();
        let failure = amount("AMOUNT", "41.005", profile.currency("EUR").unwrap()).unwrap_err();
        assert_eq!(failure.field, "AMOUNT");
        assert!(failure.message.contains("41.005") && failure.message.ends_with("as in 41.00"));
    }
}
