//! What is wrong with a profile, and where.

use std::fmt;

use super::positions::Positions;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It can be meant so, and looks wrong.
    Warning,
    /// It cannot do what it is there for.
    Error,
}

impl Severity {
    /// `warning` or `error`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Something in a profile that is wrong or looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// Where it stands, as in `schemes[0].transactions.purchase.ttq`; empty for the document as a whole.
    pub path: String,
    /// Where that is in the text, if the text was at hand.
    pub position: Option<Position>,
    /// What is wrong and how to put it right.
    pub text: String,
}

impl Problem {
    /// A problem of severity [`Severity::Error`], without a position.
    pub fn error(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Error, path: path.into(), position: None, text: text.into() }
    }

    /// A problem of severity [`Severity::Warning`], without a position.
    pub fn warning(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(path, text) }
    }

    /// The same problem with its position in the text that `positions` are of.
    #[must_use]
    pub fn at(self, positions: &Positions<'_>) -> Self {
        Self { position: positions.of(&self.path), ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column }) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        if self.path.is_empty() { f.write_str(&self.text) } else { write!(f, "{}: {}", self.path, self.text) }
    }
}

/// Why a text is no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// It is no JSON or TOML document.
    #[error("line {line}, column {column}: {text}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1; 0 at the end of a line.
        column: usize,
        /// What is wrong.
        text: String,
    },
    /// Every problem found, in the order of reading; never empty. `Display` gives one a line.
    #[error("{}", one_a_line(.0))]
    Invalid(Vec<Problem>),
}

impl ProfileError {
    /// The problems, if the text is a document.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) => problems,
            Self::Syntax { .. } => &[],
        }
    }

    /// The problems; a fault of syntax is one of the document as a whole, with its position.
    pub fn into_problems(self) -> Vec<Problem> {
        match self {
            Self::Invalid(problems) => problems,
            Self::Syntax { line, column, text } => {
                let position = Some(Position { line, column });
                vec![Problem { position, ..Problem::error("", text) }]
            }
        }
    }
}

fn one_a_line(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}
