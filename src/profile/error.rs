//! What is wrong with a profile, and where.

use std::fmt;

/// Something in a profile that is wrong or looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands, as in `schemes[0].transactions.purchase.ttq`; empty for the document as a whole.
    pub path: String,
    /// What is wrong and how to put it right.
    pub text: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() { f.write_str(&self.text) } else { write!(f, "{}: {}", self.path, self.text) }
    }
}

/// Why a text is no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// It is no JSON document.
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
    /// The problems, if the text is a JSON document.
    pub fn problems(&self) -> &[Problem] {
        match self {
            Self::Invalid(problems) => problems,
            Self::Syntax { .. } => &[],
        }
    }

    pub(super) fn syntax(error: &serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let told = error.to_string();
        let place = format!(" at line {line} column {column}");
        Self::Syntax { line, column, text: told.strip_suffix(&place).unwrap_or(&told).to_owned() }
    }
}

fn one_a_line(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}
