//! The checksum of a profile, as a laboratory notes it down.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Profile;
use super::node::Node;

impl Profile {
    /// SHA-256 over the canonical form of the document: JSON without spaces, the fields of each object in the order of
    /// their names, so that white space, the order of fields and JSON or TOML make no difference.
    ///
    /// It is that of the document as it was read, also after [`Profile::with_terminal_data`].
    pub fn checksum(&self) -> [u8; 32] {
        self.0.checksum
    }
}

pub(super) fn of(node: &Node) -> [u8; 32] {
    let mut canonical = String::new();
    write(node, &mut canonical);
    Sha256::digest(canonical.as_bytes()).into()
}

/// Writes the canonical form; writing to a `String` does not fail.
fn write(node: &Node, to: &mut String) {
    match node {
        Node::Null => to.push_str("null"),
        Node::Flag(flag) => drop(write!(to, "{flag}")),
        Node::Number(number) => drop(write!(to, "{number}")),
        Node::OtherNumber => to.push_str("NaN"),
        Node::Text(text) => write_text(text, to),
        Node::List(items) => separated(items, ['[', ']'], to, write),
        Node::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by(|(a, _), (b, _)| a.cmp(b));
            separated(&fields, ['{', '}'], to, |(name, value), to| {
                write_text(name, to);
                to.push(':');
                write(value, to);
            });
        }
    }
}

fn separated<T>(items: &[T], [open, close]: [char; 2], to: &mut String, one: impl Fn(&T, &mut String)) {
    to.push(open);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            to.push(',');
        }
        one(item, to);
    }
    to.push(close);
}

fn write_text(text: &str, to: &mut String) {
    to.push_str(&serde_json::Value::from(text).to_string());
}
