//! Keys and tokens in base64.

use super::mark;

/// Fifteen bytes.
const LENGTH: usize = 20;

/// Marks long runs of base64, of either alphabet, that look like no word.
pub(super) fn mark_encoded(text: &[char], marks: &mut [bool]) {
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..).unwrap_or_default();
        let run = counted(rest, is_base64);
        let padding = padding(rest.get(run..).unwrap_or_default());
        let (letters, length) = (rest.get(..run).unwrap_or_default(), run + padding);
        if length >= LENGTH && (padding > 0 || !is_word(letters)) {
            mark(marks, at..at + length);
        }
        at += length.max(1);
    }
}

const fn is_base64(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '+' | '/' | '-' | '_')
}

/// How many `=` end a run; none if something is said to be equal to something.
fn padding(after: &[char]) -> usize {
    let count = counted(after, |letter| letter == '=');
    if after.get(count).is_some_and(|next| next.is_alphanumeric()) { 0 } else { count }
}

fn counted(text: &[char], is_one: impl Fn(char) -> bool) -> usize {
    text.iter().take_while(|letter| is_one(**letter)).count()
}

/// No digit, no sign that words do not have, and at most one capital within it: `transaction-time-out`, `purchaseTimedOut`.
fn is_word(run: &[char]) -> bool {
    let plain = run.iter().all(|letter| letter.is_ascii_alphabetic() || matches!(letter, '-' | '_' | '/'));
    let humps = run
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    plain && humps.count() <= 2
}
