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

/// What is known of data objects where some are read.
pub(super) struct Known<'a> {
    /// What they know must have the length and the source that they say.
    pub(super) dictionaries: Dictionaries<'a>,
    /// Tags that a field of the profile has a name for.
    pub(super) named: &'a [(Tag, &'a str)],
    /// Objects of the kernel's configuration, whatever source the dictionaries say.
    pub(super) own: fn(Tag) -> bool,
    /// What is wrong with a value of the kernel's scheme that its dictionary lets pass.
    pub(super) problem: fn(Tag, &[u8]) -> Option<&'static str>,
}

/// Reads an object of tags into `database`.
pub(super) fn read(place: &Place<'_>, known: &Known<'_>, database: &mut Database) -> Option<()> {
    for (name, field) in place.entries()? {
        let Ok(tag) = name.parse::<Tag>() else {
            field.refuse::<()>("is no tag: two, four or six hexadecimal digits are wanted, as in \"9F35\"");
            continue;
        };
        let value = hex(&field);
        if let Some((_, instead)) = known.named.iter().find(|(known, _)| *known == tag) {
            field.refuse::<()>(format_args!("is written as `{instead}`, not as data"));
        } else if OF_THE_TRANSACTION.contains(&tag) {
            field.refuse::<()>("comes from each transaction: leave it out");
        } else if let Some(value) = value {
            check(&field, known.dictionaries.lookup(tag), (known.own)(tag), &value);
            if let Some(problem) = of_any_length(tag, &value).or_else(|| (known.problem)(tag, &value)) {
                field.refuse::<()>(problem);
            }
            database.insert(tag, &value);
        }
    }
    Some(())
}

/// What is wrong with a value whose length the dictionary leaves open.
fn of_any_length(tag: Tag, value: &[u8]) -> Option<&'static str> {
    let empty = tag == tags::MERCHANT_NAME_AND_LOCATION && value.is_empty();
    empty.then_some("is empty: leave it out, and it is made of `terminal.merchant`")
}

fn check(field: &Place<'_>, entry: Option<&Entry>, own: bool, value: &[u8]) {
    let Some(entry) = entry else { return };
    let name = entry.name;
    if !own && !entry.sources.contains(&Source::Terminal) {
        field.refuse::<()>(format_args!("{name} does not come from the terminal: leave it out"));
    } else if !entry.allows_length(value.len()) {
        let (is, min, max) = (value.len(), entry.min_length, entry.max_length);
        let wanted = if min == max { min.to_string() } else { format!("{min} to {max}") };
        field.refuse::<()>(format_args!("{name} has {is} bytes, {wanted} are wanted"));
    } else if entry.format == Format::N && value.iter().any(|byte| byte >> 4 > 9 || byte & 0x0F > 9) {
        let digits = shown(&tapkernel_core::data::Hex(value).to_string());
        field.refuse::<()>(format_args!("{name} is numeric, and {digits} has other than decimal digits"));
    }
    #[cfg(feature = "mastercard")]
    if own && entry.tag == tapkernel_mastercard::dictionary::tags::PHONE_MESSAGE_TABLE {
        super::phone_message_table::check(field, value);
    }
}
