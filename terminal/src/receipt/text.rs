//! A receipt as text.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Receipt;
use super::lines::Line;

/// How wide a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// As it comes: one line a value, for screens and messages.
    Free,
    /// So many columns, filled to both sides; a wide character (Chinese) takes two. Fewer than 16 count as 16.
    Columns(usize),
}

impl Layout {
    /// Paper of 58 mm.
    pub const NARROW: Self = Self::Columns(32);
    /// Paper of 80 mm.
    pub const WIDE: Self = Self::Columns(48);
    const FEWEST: usize = 16;
}

impl Receipt {
    /// The receipt, line by line, without an end of line at its end.
    pub fn text(&self, layout: Layout) -> String {
        let lines = self.lines();
        lines.iter().flat_map(|line| line.text(layout)).collect::<Vec<_>>().join("\n")
    }
}

impl Line<'_> {
    /// One line, or several where it does not fit.
    pub(super) fn text(&self, layout: Layout) -> Vec<String> {
        match layout {
            Layout::Free => vec![self.free()],
            Layout::Columns(width) => self.columns(width.max(Layout::FEWEST)),
        }
    }

    fn free(&self) -> String {
        match self {
            Self::Middle(text) | Self::Strong(text) => text.clone(),
            Self::Field { label, value } => format!("{label}: {value}"),
            Self::Blank => String::new(),
            Self::SignHere(label) => format!("{label}: ______________________________"),
            Self::Signature(label, _) => (*label).to_owned(),
        }
    }

    fn columns(&self, width: usize) -> Vec<String> {
        match self {
            Self::Middle(text) | Self::Strong(text) => {
                wrapped(text, width).into_iter().map(|line| middle(&line, width)).collect()
            }
            Self::Field { label, value } => both_sides(label, value, width),
            Self::Blank => vec![String::new()],
            Self::SignHere(label) => vec![(*label).to_owned(), String::new(), "_".repeat(width)],
            Self::Signature(label, _) => vec![(*label).to_owned()],
        }
    }
}

fn middle(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(text.width()) / 2))
}

/// Label on the left, value on the right; below each other if there is no room.
fn both_sides(label: &str, value: &str, width: usize) -> Vec<String> {
    match width.checked_sub(label.width() + value.width()) {
        Some(room) if room > 0 => vec![format!("{label}{}{value}", " ".repeat(room))],
        _ => {
            let on_the_right =
                |line: String| format!("{}{line}", " ".repeat(width.saturating_sub(line.width())));
            wrapped(label, width)
                .into_iter()
                .chain(wrapped(value, width).into_iter().map(on_the_right))
                .collect()
        }
    }
}

/// Lines of at most `width` columns, broken at spaces, and inside words that are longer.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(&word),
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for character in word.chars() {
        match pieces.last_mut() {
            Some(piece) if piece.width() + character.width().unwrap_or_default() <= width => {
                piece.push(character);
            }
            _ => pieces.push(character.to_string()),
        }
    }
    pieces
}
