//! Text without card data and keys.

mod encoded;
mod keywords;
mod runs;

use self::encoded::mark_encoded;
use self::keywords::mark_after_keywords;
use self::runs::{mark_digits, mark_hexadecimal};

const HIDDEN: &str = "[hidden]";

/// The text with `[hidden]` in the place of everything that could be card data, a PIN or a key:
///
/// * eight and more digits of any script, also in groups: account numbers, expiry and service code with them;
/// * sixteen and more hexadecimal digits, also in groups: TLV, tracks, cryptograms, PIN blocks, keys;
/// * twenty and more characters of base64 that are no word: keys, tokens;
/// * on a line after a word like PIN, CVV, key or password: whatever has a digit, or is in capitals only; after the words for
///   secrets in words the rest of the line.
///
/// Better too much than too little: dates with times, IP addresses and long numbers of builds go too. Control and
/// direction characters become spaces. What nobody can tell from words, such as a cardholder's name, stays: do not put
/// it into texts.
///
/// Commands and answers of a card have a form, so that less of them must go: for these there is a redaction by tags.
pub fn redact(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut marks = vec![false; text.len()];
    mark_digits(&text, &mut marks);
    mark_hexadecimal(&text, &mut marks);
    mark_encoded(&text, &mut marks);
    mark_after_keywords(&text, &mut marks);
    shown(&text, &marks)
}

/// Marks a range; what lies outside the text is ignored.
fn mark(marks: &mut [bool], range: std::ops::Range<usize>) {
    marks.iter_mut().take(range.end).skip(range.start).for_each(|mark| *mark = true);
}

fn shown(text: &[char], marks: &[bool]) -> String {
    let mut shown = String::new();
    let mut hiding = false;
    for (&letter, &hidden) in text.iter().zip(marks) {
        match (hidden, hiding) {
            (true, false) => shown.push_str(HIDDEN),
            (true, true) => {}
            (false, _) => shown.push(printable(letter)),
        }
        hiding = hidden;
    }
    shown
}

/// Characters that print nothing, or turn the direction of what follows, could make a text say something else.
fn printable(letter: char) -> char {
    let unseen = matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if unseen || letter.is_control() { ' ' } else { letter }
}
