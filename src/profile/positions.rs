//! Where the values of a document stand in its text.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::str::CharIndices;

use super::Position;

/// The places of all values of one text, by their paths.
///
/// The text is one that was read before: in another text nothing has a position.
#[derive(Clone, Debug)]
pub struct Positions<'a> {
    text: &'a str,
    offsets: BTreeMap<String, usize>,
}

impl<'a> Positions<'a> {
    /// The places of a JSON document.
    pub fn in_json(text: &'a str) -> Self {
        let mut scanner = Scanner { text, rest: text.char_indices().peekable(), offsets: BTreeMap::new() };
        if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
            let _ = scanner.value(String::new());
        }
        Self { text, offsets: scanner.offsets }
    }

    #[cfg(feature = "toml")]
    pub(super) const fn new(text: &'a str, offsets: BTreeMap<String, usize>) -> Self {
        Self { text, offsets }
    }

    /// Where the value with this path begins, as in `schemes[0].transactions.purchase.ttq`.
    pub fn of(&self, path: &str) -> Option<Position> {
        self.offsets.get(path).map(|offset| position(self.text, *offset))
    }
}

/// Line and column of a byte of `text`.
pub(super) fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset).unwrap_or(text);
    let start_of_line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(start_of_line..).unwrap_or_default().chars().count() + 1;
    Position { line: before.matches('\n').count() + 1, column }
}

/// The path of a field of the object at `path`.
pub(super) fn field(path: &str, name: &str) -> String {
    let dot = if path.is_empty() { "" } else { "." };
    format!("{path}{dot}{name}")
}

/// Walks through JSON that serde_json accepted; each step is `None` where it would not have.
struct Scanner<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
    offsets: BTreeMap<String, usize>,
}

impl Scanner<'_> {
    fn peek(&mut self) -> Option<(usize, char)> {
        while self.rest.next_if(|(_, c)| c.is_ascii_whitespace()).is_some() {}
        self.rest.peek().copied()
    }

    fn take(&mut self, wanted: char) -> Option<()> {
        self.peek().filter(|(_, c)| *c == wanted)?;
        self.rest.next().map(drop)
    }

    fn value(&mut self, path: String) -> Option<()> {
        let (offset, first) = self.peek()?;
        self.offsets.insert(path.clone(), offset);
        match first {
            '{' => self.items('{', '}', |scanner, _| {
                let name = scanner.string()?;
                scanner.take(':')?;
                scanner.value(field(&path, &name))
            }),
            '[' => self.items('[', ']', |scanner, index| scanner.value(format!("{path}[{index}]"))),
            '"' => self.string().map(drop),
            _ => {
                while self.rest.next_if(|(_, c)| !",]} \t\r\n".contains(*c)).is_some() {}
                Some(())
            }
        }
    }

    fn items(
        &mut self,
        open: char,
        close: char,
        mut item: impl FnMut(&mut Self, usize) -> Option<()>,
    ) -> Option<()> {
        self.take(open)?;
        for index in 0.. {
            if self.take(close).is_some() {
                break;
            }
            if index > 0 {
                self.take(',')?;
            }
            item(self, index)?;
        }
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        let (start, _) = self.peek()?;
        self.take('"')?;
        loop {
            match self.rest.next()? {
                (end, '"') => return serde_json::from_str(self.text.get(start..=end)?).ok(),
                (_, '\\') => drop(self.rest.next()?),
                _ => {}
            }
        }
    }
}
