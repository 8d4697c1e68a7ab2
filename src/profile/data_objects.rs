//! Reading data objects that are given as tag and bytes.

use tapkernel_core::data::{
    Database, Dictionaries, Entry, Format, Source, TerminalTransactionQualifiers, tags,
};
use tapkernel_core::tlv::Tag;

use super::place::Place;
use super::values::{hex, shown};

/// Terminal Transaction Qualifiers, in the kernels that use them.
pub(super) const TTQ: Tag = TerminalTransactionQualifiers::TAG;

/// What the transaction supplies; a profile cannot.
const OF_THE_TRANSACTION: &[Tag] = &[
    tags::AMOUNT_AUTHORISED_NUMERIC,
    tags::AMOUNT_OTHER_NUMERIC,
    tags::TRANSACTION_CURRENCY_CODE,
    tags::TRANSACTION_CURRENCY_EXPONENT,
    tags::TRANSACTION_TYPE,
    tags::TRANSACTION_DATE,
    tags::TRANSACTION_TIME,
    tags::UNPREDICTABLE_NUMBER,
];

/// Reads an object of tags into `database`; what the dictionaries know must have the length and the source that
/// they say. `named` are tags that a field of the profile has a name for.
pub(super) fn read(
    place: &Place<'_>,
    dictionaries: Dictionaries<'_>,
    named: &[(Tag, &str)],
    database: &mut Database,
) -> Option<()> {
    for (name, field) in place.entries()? {
        let Ok(tag) = name.parse::<Tag>() else {
            field.refuse::<()>("is no tag: two, four or six hexadecimal digits are wanted, as in \"9F35\"");
            continue;
        };
        let value = hex(&field);
        if let Some((_, instead)) = named.iter().find(|(known, _)| *known == tag) {
            field.refuse::<()>(format_args!("is written as `{instead}`, not as data"));
        } else if OF_THE_TRANSACTION.contains(&tag) {
            field.refuse::<()>("comes from each transaction: leave it out");
        } else if let Some(value) = value {
            check(&field, dictionaries.lookup(tag), &value);
            database.insert(tag, &value);
        }
    }
    Some(())
}

fn check(field: &Place<'_>, entry: Option<&Entry>, value: &[u8]) {
    let Some(entry) = entry else { return };
    let name = entry.name;
    if !entry.sources.contains(&Source::Terminal) {
        field.refuse::<()>(format_args!("{name} does not come from the terminal: leave it out"));
    } else if !entry.allows_length(value.len()) {
        let (is, min, max) = (value.len(), entry.min_length, entry.max_length);
        let wanted = if min == max { min.to_string() } else { format!("{min} to {max}") };
        field.refuse::<()>(format_args!("{name} has {is} bytes, {wanted} are wanted"));
    } else if entry.format == Format::N && value.iter().any(|byte| byte >> 4 > 9 || byte & 0x0F > 9) {
        let digits = shown(&tapkernel_core::data::Hex(value).to_string());
        field.refuse::<()>(format_args!("{name} is numeric, and {digits} has other than decimal digits"));
    }
}
