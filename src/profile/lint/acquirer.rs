//! The line to the acquirer.

use crate::profile::document::Document;
use crate::profile::{Problem, Stage};

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let Some(acquirer) = &document.acquirer else { return Vec::new() };
    let mut problems = Vec::new();
    if acquirer.tls.is_none() && document.stage == Stage::Production {
        let text = "has no `tls` in production: give it, unless the line is protected otherwise";
        problems.push(Problem::warning("acquirer", text));
    }
    if acquirer.answer_limit > document.transaction_timeout {
        let text = "`answer_seconds` is longer than `timeouts.transaction`: make it shorter";
        problems.push(Problem::warning("acquirer", text));
    }
    problems
}
