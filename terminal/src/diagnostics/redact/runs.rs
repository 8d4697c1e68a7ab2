//! Runs of digits, in groups or not.

use std::cmp::Ordering;

use super::mark;

/// The shortest account number (ISO/IEC 7812-1).
const DIGITS: usize = 8;
/// A key of single DES, a PIN block, a cryptogram: eight bytes.
const HEXADECIMAL: usize = 16;
/// The most characters between two groups.
const GAP: usize = 8;
/// The most letters of a word that are no digits although they could be: `d` of `card`, `e` of `error`.
const PART: usize = 3;

/// Digits of any script.
pub(super) fn mark_digits(text: &[char], marks: &mut [bool]) {
    mark_runs(text, marks, DIGITS, |letter| letter.is_numeric());
}

/// Hexadecimal digits.
pub(super) fn mark_hexadecimal(text: &[char], marks: &mut [bool]) {
    mark_runs(text, marks, HEXADECIMAL, |letter| letter.is_ascii_hexdigit());
}

/// A run that has not ended yet.
struct Run {
    first: usize,
    last: usize,
    count: usize,
}

/// Marks from the first to the last digit of each run that has at least `least`. A letter that is no digit ends a run, and
/// so does a long gap; `0x`, `\x` and `\u` before digits do not.
fn mark_runs(text: &[char], marks: &mut [bool], least: usize, is_digit: impl Fn(char) -> bool) {
    let mut run: Option<Run> = None;
    let mut at = 0;
    while let Some(&letter) = text.get(at) {
        let skipped = prefix(text, at).or_else(|| head(text, at)).or_else(|| tail(text, at));
        if let Some(length) = skipped {
            at += length;
            continue;
        }
        if is_digit(letter) {
            let before = run.as_ref().map_or(at, |run| run.last);
            let longer = longer(run.take(), at);
            match longer.count.cmp(&least) {
                Ordering::Less => {}
                Ordering::Equal => mark(marks, longer.first..at + 1),
                Ordering::Greater => mark(marks, before..at + 1),
            }
            run = Some(longer);
        } else if letter.is_alphanumeric() {
            run = None;
        }
        at += 1;
    }
}

/// The run with the digit at `at`, or a new one if it is too far away.
fn longer(run: Option<Run>, at: usize) -> Run {
    match run {
        Some(run) if at - run.last <= GAP + 1 => Run { last: at, count: run.count + 1, ..run },
        _ => Run { first: at, last: at, count: 1 },
    }
}

/// How programs begin a number: its length.
fn prefix(text: &[char], at: usize) -> Option<usize> {
    match text.get(at..at + 3)? {
        ['0', 'x' | 'X', digit] if digit.is_ascii_hexdigit() && begins(text, at) => Some(2),
        ['\\', 'x' | 'u', digit] if digit.is_ascii_hexdigit() => Some(2),
        _ => None,
    }
}

/// Whether nothing stands before that belongs to it.
fn begins(text: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    before.is_none_or(|before| !before.is_alphanumeric())
}

/// The beginning of a word, in letters that could be digits: its length.
fn head(text: &[char], at: usize) -> Option<usize> {
    let could_be = |letter: &&char| letter.is_ascii_hexdigit() && letter.is_ascii_alphabetic();
    let length = text.get(at..)?.iter().take(PART + 1).take_while(could_be).count();
    let goes_on = text.get(at + length)?.is_alphabetic();
    ((1..=PART).contains(&length) && goes_on && begins(text, at)).then_some(length)
}

/// The end of a word, in letters: its length.
fn tail(text: &[char], at: usize) -> Option<usize> {
    let before = text.get(at.checked_sub(1)?)?;
    let in_word = before.is_alphabetic() && !before.is_ascii_hexdigit() && !matches!(before, 'x' | 'X');
    let length =
        text.get(at..)?.iter().take(PART + 1).take_while(|letter| letter.is_ascii_alphabetic()).count();
    let ends = text.get(at + length).is_none_or(|next| !next.is_alphanumeric());
    (in_word && ends && (1..=PART).contains(&length)).then_some(length)
}
