//! What is secret because of the word before it.

use std::ops::Range;

use super::mark;

/// After these: whatever has a digit, or is in capitals only.
const CODES: &[&str] = &[
    "pin",
    "cvv",
    "cvc",
    "csc",
    "cav",
    "key",
    "keys",
    "token",
    "code",
    "passcode",
    "operator",
    "supervisor",
    "activation",
    "expiry",
];
/// After these: the rest of the line.
const SECRETS: &[&str] = &["password", "passwd", "passphrase", "secret", "cardholder"];
/// Shorter words in capitals are taken for what they are: ARQC and AAC stay, EMV and NFC too.
const CAPITALS: usize = 4;

/// Marks what follows a word for a secret, to the end of its line.
pub(super) fn mark_after_keywords(text: &[char], marks: &mut [bool]) {
    let mut after = Nothing;
    let mut end = 0;
    for word in words(text) {
        let between = text.get(end..word.start).unwrap_or_default();
        if between.contains(&'\n') {
            after = Nothing;
        }
        end = word.end;
        let letters = text.get(word.clone()).unwrap_or_default();
        match after {
            Secrets => mark(marks, word),
            Codes if is_code(letters) => mark(marks, word),
            _ => {}
        }
        after = after.max(begun_by(letters));
        if let Some(rest) = glued(letters) {
            mark(marks, end - rest..end);
        }
    }
}

use After::{Codes, Nothing, Secrets};

/// What the words of a line so far say of the next one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum After {
    Nothing,
    Codes,
    Secrets,
}

fn begun_by(word: &[char]) -> After {
    let parts = word.chunk_by(|one, next| !begins(*one, *next));
    let of = |part: &[char]| {
        let part: String = part.iter().flat_map(|letter| letter.to_lowercase()).collect();
        match part.as_str() {
            secret if SECRETS.contains(&secret) => Secrets,
            code if CODES.contains(&code) => Codes,
            _ => Nothing,
        }
    };
    parts.map(of).max().unwrap_or(Nothing)
}

/// Whether another word begins between two letters of one: between `pin` and `Block`, between `PIN` and `1234`.
fn begins(one: char, next: char) -> bool {
    one.is_lowercase() && next.is_uppercase() || one.is_numeric() != next.is_numeric()
}

/// How many characters at the end of a word are a code that is glued to its keyword: four of `PIN1234`.
fn glued(word: &[char]) -> Option<usize> {
    let digit = word.iter().position(|letter| letter.is_numeric())?;
    (digit > 0 && begun_by(word) != Nothing).then(|| word.len() - digit)
}

fn is_code(word: &[char]) -> bool {
    let capitals = word.len() >= CAPITALS && !word.iter().any(|letter| letter.is_lowercase());
    capitals || word.iter().any(|letter| letter.is_numeric())
}

/// The words of a text: letters and digits.
fn words(text: &[char]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let start = at + rest.iter().position(|letter| letter.is_alphanumeric())?;
        let length = text.get(start..)?.iter().position(|letter| !letter.is_alphanumeric());
        let end = length.map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}
