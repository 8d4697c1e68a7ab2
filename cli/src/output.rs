//! Standard output: lines for people or one document for programs.

use std::io::{IsTerminal, Write, stderr, stdout};

use serde::Serialize;

use crate::language::Language;

/// Where a command writes.
///
/// Lines appear unless a document is wanted, the document only then. A reader that went away (`tap ... | head`) ends
/// nothing: what cannot be written is dropped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    json: bool,
    pub(crate) language: Language,
}

impl Output {
    pub(crate) const fn new(json: bool, language: Language) -> Self {
        Self { json, language }
    }

    /// One line, or several, for people.
    pub(crate) fn line(self, text: impl AsRef<str>) {
        if !self.json {
            let _ = writeln!(stdout(), "{}", text.as_ref());
        }
    }

    /// A line about something that went wrong or that progresses: on standard error.
    pub(crate) fn aside(self, text: impl AsRef<str>) {
        if !self.json {
            let _ = writeln!(stderr(), "{}", text.as_ref());
        }
    }

    /// The one document for programs.
    pub(crate) fn document(self, answer: &impl Serialize) {
        if self.json {
            print_document(answer);
        }
    }

    /// One of several documents for programs, on a line of its own and at once.
    #[cfg(feature = "pcsc")]
    pub(crate) fn document_line(self, answer: &impl Serialize) {
        if self.json {
            let text = serde_json::to_string(answer).unwrap_or_default();
            let _ = writeln!(stdout(), "{text}").and_then(|()| stdout().flush());
        }
    }

    /// Whether a document is wanted, and no lines.
    pub(crate) const fn is_document(self) -> bool {
        self.json
    }

    /// Whether a person watches: then there is progress to see on standard error.
    pub(crate) fn is_watched(self) -> bool {
        !self.json && stdout().is_terminal() && stderr().is_terminal()
    }
}

/// Prints a JSON document, indented.
pub(crate) fn print_document(answer: &impl Serialize) {
    if let Ok(text) = serde_json::to_string_pretty(answer) {
        let _ = writeln!(stdout(), "{text}");
    }
}
