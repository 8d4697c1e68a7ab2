//! The merchant's rules: what they are in words.

use tapkernel_core::data::{Amount, TransactionType};

use super::ProfileCurrency;
use super::place::Place;
use super::values::{shown, word};

/// The names of the transaction types in a profile.
pub(super) const TRANSACTION_TYPES: &[(&str, TransactionType)] = &[
    ("purchase", TransactionType::Purchase),
    ("cashback", TransactionType::Cashback),
    ("cash", TransactionType::Cash),
    ("cash_disbursement", TransactionType::CashDisbursement),
    ("refund", TransactionType::Refund),
];

/// What a merchant accepts in one currency and transaction type; compiled for each kernel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rules {
    /// Which amounts need the PIN, or the cardholder's verification on the phone; `None`: none does.
    pub pin: Option<PinRule>,
    /// The greatest amount that is accepted; `None`: any.
    pub max: Option<Amount>,
    /// Amounts above this go online; `None`: the card may approve any amount.
    pub floor: Option<Amount>,
    /// What an amount of zero does; `None` as [`ZeroAmount::Online`].
    pub zero_amount: Option<ZeroAmount>,
    /// Whether one unit of the currency asks for the card's status; `None` as `false`.
    pub status_check: Option<bool>,
}

/// From where on a PIN is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinRule {
    /// Amounts greater than this.
    Above(Amount),
    /// This amount and greater ones.
    From(Amount),
}

/// What an amount of zero does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZeroAmount {
    /// It is not accepted.
    Refused,
    /// It goes online; a reader that is offline only does not accept it.
    Online,
    /// As [`ZeroAmount::Online`], and a reader that is offline only accepts it too.
    AlsoOffline,
}

/// Reads the rules of one transaction type.
pub(super) fn read(place: &Place<'_>, kind: TransactionType, currency: &ProfileCurrency) -> Option<Rules> {
    let mut fields = place.fields()?;
    let money = |field: Option<Place<'_>>| field.and_then(|field| amount(&field, currency));
    let pin_field = fields.optional("pin");
    if let (Some(field), TransactionType::Refund) = (&pin_field, kind) {
        field.refuse::<()>("a refund asks for no PIN: leave it out");
    }
    let rules = Rules {
        pin: pin_field.and_then(|field| pin(&field, currency)),
        max: money(fields.optional("max")),
        floor: money(fields.optional("floor")),
        zero_amount: fields.optional("zero_amount").and_then(|field| zero_amount(&field)),
        status_check: fields.optional("status_check").and_then(|field| field.flag()),
    };
    fields.end();
    Some(rules)
}

fn pin(place: &Place<'_>, currency: &ProfileCurrency) -> Option<PinRule> {
    let mut fields = place.fields()?;
    let (above, from) = (fields.optional("above"), fields.optional("from"));
    fields.end();
    match (above, from) {
        (Some(field), None) => amount(&field, currency).map(PinRule::Above),
        (None, Some(field)) => amount(&field, currency).map(PinRule::From),
        _ => place.refuse("give either `above` (greater amounts) or `from` (this amount and greater ones)"),
    }
}

fn zero_amount(place: &Place<'_>) -> Option<ZeroAmount> {
    let words = [
        ("refused", ZeroAmount::Refused),
        ("online", ZeroAmount::Online),
        ("also_offline", ZeroAmount::AlsoOffline),
    ];
    word(place, &words)
}

/// An amount with the currency's decimals.
pub(super) fn amount(place: &Place<'_>, currency: &ProfileCurrency) -> Option<Amount> {
    let text = place.text()?;
    let sample = match currency.currency().exponent() {
        0 => "\"4000\"".to_owned(),
        decimals => format!("\"40.{}\"", "0".repeat(decimals.into())),
    };
    let letters = currency.letters();
    currency.parse_amount(text).or_else(|| {
        place.refuse(format_args!("{} is no amount of {letters}: write it as {sample}", shown(text)))
    })
}
