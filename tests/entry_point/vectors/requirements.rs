//! `docs/requirements/entry-point.md`: which cases hold which rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;

use super::case::{self, file};

/// A rule of the Entry Point in our own words.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    /// Section of Book A or B, as far as it is known.
    book: String,
    rule: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    title: String,
    /// Section of the notes from which the rules are; the notes are no part of the repository.
    #[serde(rename = "facts")]
    _facts: String,
    rules: Vec<Rule>,
}

fn chapters() -> Vec<Chapter> {
    let text = std::fs::read_to_string(file("test-vectors/entry_point/rules.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn cases_by_rule() -> BTreeMap<String, Vec<String>> {
    let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, case) in case::all() {
        for rule in case.rules {
            by_rule.entry(rule).or_default().push(name.clone());
        }
    }
    by_rule
}

/// Rules without a case, cases without a rule, names of rules that are none.
pub(super) fn gaps() -> Vec<String> {
    let chapters = chapters();
    let ids: Vec<&str> = chapters.iter().flat_map(|c| &c.rules).map(|rule| rule.id.as_str()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    let by_rule = cases_by_rule();
    let twice = (known.len() != ids.len()).then(|| "a rule stands there twice".to_owned());
    let empty = known.iter().filter(|id| !by_rule.contains_key(**id)).map(|id| format!("{id}: no case"));
    let unknown = by_rule.keys().filter(|id| !known.contains(id.as_str())).map(|id| format!("{id}: no rule"));
    let idle = case::all().into_iter().filter(|(_, case)| case.rules.is_empty());
    let idle = idle.map(|(name, _)| format!("{name}: holds no rule"));
    twice.into_iter().chain(empty).chain(unknown).chain(idle).collect()
}

pub(super) fn table() -> String {
    let by_rule = cases_by_rule();
    let mut table = HEAD.to_owned();
    let _ = writeln!(table, "{} rules, {} cases.", rules(), case::all().len());
    for chapter in chapters() {
        let _ = writeln!(
            table,
            "\n## {}\n\n| rule | Book | in our words | cases |\n|---|---|---|---|",
            chapter.title
        );
        for rule in chapter.rules {
            let cases = by_rule.get(&rule.id).map(|cases| cases.join("<br>")).unwrap_or_default();
            let _ = writeln!(table, "| {} | {} | {} | {cases} |", rule.id, rule.book, rule.rule);
        }
    }
    table
}

fn rules() -> usize {
    chapters().iter().map(|chapter| chapter.rules.len()).sum()
}

const HEAD: &str = "# Entry Point: rules and scenario families, and the cases that hold them

Generated from `test-vectors/entry_point`; a test fails when this page is stale or a rule has no case. To write it again:
`TAPKERNEL_WRITE_TABLES=1 cargo test -p tapkernel --test entry_point`. Sections are those of
Contactless Books A and B; the families 2EA to 2EF are the public names of the type-approval series for the Entry Point.

";
