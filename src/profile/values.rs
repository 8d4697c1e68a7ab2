//! The small values of a profile: bytes, digits, dates, words.

use std::ops::RangeInclusive;
use std::time::Duration;

use tapkernel_core::data::Date;

use super::place::Place;

/// Bytes, written as hexadecimal digits without spaces. A problem does not show them: they may be account numbers.
pub(super) fn hex(place: &Place<'_>) -> Option<Vec<u8>> {
    let text = place.text()?;
    if let Some((at, wrong)) = text.chars().enumerate().find(|(_, c)| !c.is_ascii_hexdigit()) {
        let at = at + 1;
        return place.refuse(format_args!("character {at} is {wrong:?}, which is no hexadecimal digit"));
    }
    if text.len() % 2 != 0 {
        let digits = text.len();
        return place.refuse(format_args!("has {digits} digits: each byte needs two"));
    }
    let nibbles: Vec<u8> =
        text.chars().filter_map(|c| c.to_digit(16)).filter_map(|digit| u8::try_from(digit).ok()).collect();
    Some(nibbles.chunks(2).map(|pair| pair.iter().fold(0, |byte, nibble| byte << 4 | nibble)).collect())
}

/// Exactly `N` bytes.
pub(super) fn bytes<const N: usize>(place: &Place<'_>) -> Option<[u8; N]> {
    let bytes = hex(place)?;
    let is = bytes.len();
    match bytes.try_into() {
        Ok(bytes) => Some(bytes),
        Err(_) => place.refuse(format_args!("has {is} bytes, {N} are wanted ({} digits)", 2 * N)),
    }
}

/// A number of exactly `count` decimal digits in quotes, leading zeros included.
pub(super) fn digits(place: &Place<'_>, count: usize) -> Option<u16> {
    let text = place.text()?;
    if text.len() != count || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return place.refuse(format_args!("{} is not {count} decimal digits", shown(text)));
    }
    text.parse().ok()
}

/// Characters of the common character set (Book 4, Annex B), which is printable ASCII, `min` to `max` of them.
pub(super) fn ascii(place: &Place<'_>, min: usize, max: usize) -> Option<String> {
    let text = place.text()?;
    if let Some(wrong) = text.chars().find(|c| !matches!(c, ' '..='~')) {
        return place.refuse(format_args!("{} has {wrong:?}: cards and hosts take ASCII only", shown(text)));
    }
    of_length(place, text, min, max)
}

/// Any text without control characters, `min` to `max` characters of it.
pub(super) fn line(place: &Place<'_>, min: usize, max: usize) -> Option<String> {
    let text = place.text()?;
    if text.chars().any(char::is_control) {
        return place.refuse("has a control character: write one line");
    }
    of_length(place, text, min, max)
}

fn of_length(place: &Place<'_>, text: &str, min: usize, max: usize) -> Option<String> {
    let length = text.chars().count();
    if (min..=max).contains(&length) {
        return Some(text.to_owned());
    }
    let wanted = if min == max { max.to_string() } else { format!("{min} to {max}") };
    place.refuse(format_args!("{} has {length} characters, {wanted} are wanted", shown(text)))
}

/// Some lines of text.
pub(super) fn lines(place: &Place<'_>) -> Option<Vec<String>> {
    place.list()?.iter().map(|item| line(item, 0, 48)).collect()
}

/// A day, written `2030-12-31`.
pub(super) fn date(place: &Place<'_>) -> Option<Date> {
    let text = place.text()?;
    let parts: Vec<&str> = text.split('-').collect();
    let date = match parts.as_slice() {
        [year, month, day] if [year.len(), month.len(), day.len()] == [4, 2, 2] => {
            let numbers = (year.parse().ok(), month.parse().ok(), day.parse().ok());
            let (Some(year), Some(month), Some(day)) = numbers else { return refuse_date(place, text) };
            Date::new(year, month, day)
        }
        _ => None,
    };
    date.or_else(|| refuse_date(place, text))
}

fn refuse_date<T>(place: &Place<'_>, text: &str) -> Option<T> {
    place.refuse(format_args!("{} is no day from 1950 to 2049, as in \"2030-12-31\"", shown(text)))
}

/// The value that a word stands for.
pub(super) fn word<T: Copy>(place: &Place<'_>, words: &[(&str, T)]) -> Option<T> {
    let text = place.text()?;
    word_named(place, text, words)
}

/// The value that `text`, the name of a field or its value, stands for.
pub(super) fn word_named<T: Copy>(place: &Place<'_>, text: &str, words: &[(&str, T)]) -> Option<T> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
        return Some(*value);
    }
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    place.refuse(format_args!("{} is none of: {}", shown(text), known.join(", ")))
}

/// Text as an error shows it: in quotes, and not all of a modulus.
pub(super) fn shown(text: &str) -> String {
    const MOST: usize = 24;
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{:?}...", text.get(..cut).unwrap_or_default()),
        None => format!("{text:?}"),
    }
}

/// A whole number from here to there.
pub(super) fn number_within<T: TryFrom<u64>>(place: &Place<'_>, range: RangeInclusive<u64>) -> Option<T> {
    let number = place.number()?;
    if !range.contains(&number) {
        return place.refuse(format_args!("{number} is not from {} to {}", range.start(), range.end()));
    }
    T::try_from(number).ok()
}

/// A time in whole seconds from here to there.
pub(super) fn seconds_within(place: &Place<'_>, range: RangeInclusive<u64>) -> Option<Duration> {
    let number = place.number()?;
    if !range.contains(&number) {
        let (from, to) = (range.start(), range.end());
        return place.refuse(format_args!("{number} is not from {from} to {to} seconds"));
    }
    Some(Duration::from_secs(number))
}
