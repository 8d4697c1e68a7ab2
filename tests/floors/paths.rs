//! The Rust paths that a source file names.

/// The code in `text` that ships: no comments, nothing that only tests build.
pub(crate) fn shipped(text: &str) -> String {
    let kept = without_tests(text);
    let lines = kept.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| [line.split(" // ").next().unwrap_or(line), "\n"]).collect()
}

/// `text` without what only tests build.
///
/// It reads lines as rustfmt lays them out: an item that begins after `#[cfg(test)]` ends on its own line or with the
/// closing brace that stands where the item began.
pub(crate) fn without_tests(text: &str) -> String {
    let mut kept = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("#[cfg(test)]") {
            skip_item(&mut lines);
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

fn skip_item<'a>(lines: &mut impl Iterator<Item = &'a str>) {
    let Some(first) = lines.find(|line| !line.trim_start().starts_with("#[")) else { return };
    if first.ends_with('{') {
        let indent = &first[..first.len() - first.trim_start().len()];
        lines.find(|line| line.strip_prefix(indent) == Some("}"));
    } else if !first.ends_with(';') && !first.ends_with('}') && !first.ends_with(',') {
        lines.find(|line| line.ends_with(';'));
    }
}

/// Every path in `code` that begins with `first`, a group `a::{b, c}` written out.
pub(crate) fn paths(code: &str, first: &str) -> Vec<Vec<String>> {
    let start = format!("{first}::");
    let mut found = Vec::new();
    for (at, _) in code.match_indices(&start) {
        let before = code[..at].chars().next_back();
        if before.is_none_or(|c| !is_word(c) && c != ':') {
            tree(&code[at..], &mut Vec::new(), &mut found);
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Reads one tree of a path, adds its leaves to `found`, and returns what follows it.
fn tree<'a>(text: &'a str, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start_matches(|c: char| c == ',' || c.is_whitespace());
            if rest.is_empty() || rest.starts_with('}') {
                return rest.strip_prefix('}').unwrap_or(rest);
            }
            let before = rest.len();
            rest = tree(rest, prefix, found);
            // `{a as b}` and whatever else is no path: on to the next comma or brace.
            rest = &rest[rest.find([',', '}']).unwrap_or(rest.len())..];
            assert!(rest.len() < before, "no way through {text:.60}");
        }
    }
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    prefix.push(word.to_owned());
    let rest = match rest.strip_prefix("::") {
        Some(rest) => tree(rest, prefix, found),
        None => {
            found.push(prefix.clone());
            rest
        }
    };
    prefix.pop();
    rest
}

#[test]
fn paths_are_found_wherever_they_stand() {
    let code = "use std::{fmt, fs::{self, File as F}, io};\nfn f() -> std::time::Duration { my::std::x() }\n";
    let found: Vec<_> = paths(code, "std").iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["std::fmt", "std::fs::self", "std::fs::File", "std::io", "std::time::Duration"]);
}

#[test]
fn tests_and_comments_do_not_ship() {
    let text = "\
//! std::fs
use core::fmt; // std::io
#[cfg(test)]
extern crate std;
impl A {
    #[cfg(test)]
    #[allow(x)]
    fn f() {
        std::fs::read()
    }

    fn g() {}
}
#[cfg(test)]
mod tests {
    use std::net;
}
fn h() {}
";
    assert_eq!(shipped(text), "use core::fmt;\nimpl A {\n\n    fn g() {}\n}\nfn h() {}\n");
}
