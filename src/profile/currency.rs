//! A currency that a profile accepts, and amounts as it writes them.

use tapkernel_core::data::{Amount, Currency};

/// A currency of a profile: its letters beside its numeric code and exponent (ISO 4217).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileCurrency {
    letters: String,
    currency: Currency,
}

impl ProfileCurrency {
    pub(super) const fn new(letters: String, currency: Currency) -> Self {
        Self { letters, currency }
    }

    /// The three letters: `EUR`.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// Numeric code and exponent.
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Reads an amount with exactly the currency's decimals: `40.00` of EUR, `4000` of JPY, `40.000` of TND.
    ///
    /// `None` for anything else: other or no decimals, a sign, spaces, a comma, leading zeros, more than
    /// [`Amount::MAX`].
    pub fn parse_amount(&self, text: &str) -> Option<Amount> {
        let decimals = usize::from(self.currency.exponent());
        let (units, fraction) = match text.split_once('.') {
            Some((units, fraction)) if decimals > 0 => (units, fraction),
            None if decimals == 0 => (text, ""),
            _ => return None,
        };
        let leading_zero = units.len() > 1 && units.starts_with('0');
        if units.is_empty() || leading_zero || fraction.len() != decimals || text.len() > 13 {
            return None;
        }
        let digits = units.bytes().chain(fraction.bytes());
        let mut minor = digits.map(|byte| byte.is_ascii_digit().then(|| u64::from(byte - b'0')));
        Amount::new(minor.try_fold(0, |sum, digit| Some(sum * 10 + digit?))?)
    }

    /// Writes an amount so that [`ProfileCurrency::parse_amount`] reads it.
    pub fn write_amount(&self, amount: Amount) -> String {
        let (minor, unit) = (amount.minor_units(), self.currency.minor_units_per_unit());
        match usize::from(self.currency.exponent()) {
            0 => minor.to_string(),
            decimals => format!("{}.{:0decimals$}", minor / unit, minor % unit),
        }
    }
}
