//! Decoded inputs as lines for people.

use super::{Decoded, Kind, Node, family};

/// The lines of one input.
pub(crate) fn lines(decoded: &Decoded) -> Vec<String> {
    let mut lines = Vec::new();
    let head = head(decoded);
    lines.extend(match (&decoded.at, head) {
        (Some(at), Some(head)) => Some(format!("{at}: {head}")),
        (Some(at), None) => Some(format!("{at}:")),
        (None, head) => head,
    });
    lines.extend(decoded.data.iter().map(|data| format!("data {data}")));
    decoded.tree.iter().for_each(|node| add(node, 0, &mut lines));
    lines.extend(decoded.status.iter().map(|status| format!("status {}: {}", status.word, status.meaning)));
    lines
}

fn head(decoded: &Decoded) -> Option<String> {
    match (decoded.kind, &decoded.command) {
        (Kind::Command, Some(command)) => {
            let mut head = format!("C-APDU {}, P1 {} P2 {}", command.name, command.p1, command.p2);
            command.meaning.iter().for_each(|meaning| head.extend([", ", meaning]));
            head.push_str(&match command.le {
                Some(le) => format!(", Lc {}, Le {le}", command.lc),
                None => format!(", Lc {}", command.lc),
            });
            Some(head)
        }
        (Kind::Response, _) => Some("R-APDU".to_owned()),
        _ => None,
    }
}

/// The node on a line, what it means below it, two spaces further in; a single meaning stands beside its value.
fn add(node: &Node, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let name = node.name.unwrap_or_else(|| family::words(node.family.unwrap_or(family::UNKNOWN)));
    let format = node.format.as_deref().unwrap_or("?");
    let mark = if node.sensitive { ", cardholder data" } else { "" };
    let mut line = format!("{indent}{} {name} [{format} {}{mark}]", node.tag, node.length);
    let opened = !node.children.is_empty();
    if !node.value.is_empty() && !opened {
        line.extend([" ", &node.value]);
    }
    let beside = node.meaning.len() == 1 && node.bits.is_empty();
    if beside {
        node.meaning.iter().for_each(|meaning| line.extend([" = ", meaning]));
    }
    lines.push(line);
    if !beside {
        lines.extend(node.meaning.iter().map(|meaning| format!("{indent}  - {meaning}")));
    }
    lines.extend(
        node.bits.iter().map(|bit| format!("{indent}  - byte {} bit {}: {}", bit.byte, bit.bit, bit.meaning)),
    );
    node.children.iter().for_each(|child| add(child, depth + 1, lines));
}
