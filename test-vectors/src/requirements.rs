//! Which cases hold which rule: the tables of `docs/requirements`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;

use crate::{matches, read};

/// A case, as far as the tables want to know.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, with that of its file in front where names repeat.
    pub name: String,
    /// The rules that it says it holds; empty where the rules name their cases.
    pub rules: Vec<String>,
}

/// The rules of a folder of vectors, and the cases that hold them.
#[derive(Debug)]
pub struct Requirements {
    chapters: Vec<Chapter>,
    cases: Vec<String>,
    by_rule: BTreeMap<String, Vec<String>>,
    idle_patterns: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    title: String,
    /// Section of the notes from which the rules are; the notes are no part of the repository.
    #[serde(rename = "facts")]
    _facts: String,
    rules: Vec<Rule>,
}

/// A rule of a book in our own words.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    /// Its place in the book, as far as it is known.
    book: String,
    rule: String,
    /// Patterns of the cases that hold it, beside those that name it themselves.
    #[serde(default)]
    cases: Vec<String>,
}

impl Requirements {
    /// The rules in `test-vectors/FOLDER/rules.json` with these cases.
    ///
    /// # Panics
    ///
    /// If the file cannot be read.
    pub fn new(folder: &str, cases: impl IntoIterator<Item = Case>) -> Self {
        Self::of(read(&format!("test-vectors/{folder}/rules.json")), cases.into_iter().collect())
    }

    fn of(chapters: Vec<Chapter>, cases: Vec<Case>) -> Self {
        let mut by_rule: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut idle_patterns = vec![];
        for rule in chapters.iter().flat_map(|chapter| &chapter.rules) {
            let names = |case: &&Case| {
                case.rules.contains(&rule.id) || rule.cases.iter().any(|p| matches(p, &case.name))
            };
            let held = cases.iter().filter(names).map(|case| case.name.clone());
            by_rule.entry(rule.id.clone()).or_default().extend(held);
            let idle = |pattern: &&String| !cases.iter().any(|case| matches(pattern, &case.name));
            idle_patterns.extend(rule.cases.iter().filter(idle).cloned());
        }
        for (case, rule) in cases.iter().flat_map(|case| case.rules.iter().map(move |rule| (case, rule))) {
            if !chapters.iter().flat_map(|chapter| &chapter.rules).any(|known| known.id == *rule) {
                by_rule.entry(rule.clone()).or_default().push(case.name.clone());
            }
        }
        let cases = cases.into_iter().map(|case| case.name).collect();
        Self { chapters, cases, by_rule, idle_patterns }
    }

    fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.chapters.iter().flat_map(|chapter| &chapter.rules)
    }

    /// Rules without a case, cases without a rule, names of rules and patterns of cases that are none. Nothing, if the
    /// table is to be believed.
    pub fn gaps(&self) -> Vec<String> {
        let known: BTreeSet<&str> = self.rules().map(|rule| rule.id.as_str()).collect();
        let twice = (known.len() != self.rules().count()).then(|| "a rule stands there twice".to_owned());
        let held: BTreeSet<&String> = self.by_rule.values().flatten().collect();
        let empty = self.by_rule.iter().filter(|(_, cases)| cases.is_empty());
        let empty = empty.map(|(id, _)| format!("{id}: no case"));
        let unknown = self.by_rule.keys().filter(|id| !known.contains(id.as_str()));
        let unknown = unknown.map(|id| format!("{id}: no rule"));
        let idle = self.cases.iter().filter(|name| !held.contains(name));
        let idle = idle.map(|name| format!("{name}: holds no rule"));
        let patterns = self.idle_patterns.iter().map(|pattern| format!("{pattern}: names no case"));
        twice.into_iter().chain(empty).chain(unknown).chain(idle).chain(patterns).collect()
    }

    /// The page: `head`, the numbers, and a table for each chapter, where `book` is the title of the column with the
    /// place in the book.
    pub fn page(&self, head: &str, book: &str) -> String {
        let mut page = head.to_owned();
        let _ = writeln!(page, "{} rules, {} cases.", self.rules().count(), self.cases.len());
        for chapter in &self.chapters {
            let _ = writeln!(
                page,
                "\n## {}\n\n| rule | {book} | in our words | cases |\n|---|---|---|---|",
                chapter.title
            );
            for Rule { id, book, rule, .. } in &chapter.rules {
                let cases = self.by_rule.get(id).map(|cases| cases.join("<br>")).unwrap_or_default();
                let _ = writeln!(page, "| {id} | {book} | {rule} | {cases} |");
            }
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use super::{Case, Chapter, Requirements};

    fn chapters(rules: &str) -> Vec<Chapter> {
        let text = format!(r#"[{{"title": "One", "facts": "1", "rules": [{rules}]}}]"#);
        serde_json::from_str(&text).unwrap()
    }

    fn case(name: &str, rules: &[&str]) -> Case {
        Case { name: name.into(), rules: rules.iter().map(|&rule| rule.into()).collect() }
    }

    const NAMED: &str = r#"{"id": "a", "book": "1.1", "rule": "A.", "cases": ["x/*", "y/two"]}"#;
    const NAMING: &str = r#"{"id": "b", "book": "-", "rule": "B."}"#;

    #[test]
    fn a_page() {
        let all = vec![case("x/one", &[]), case("y/two", &["b"])];
        let requirements = Requirements::of(chapters(&format!("{NAMED}, {NAMING}")), all);
        assert_eq!(requirements.gaps(), Vec::<String>::new());
        let rows = "| a | 1.1 | A. | x/one<br>y/two |\n| b | - | B. | y/two |\n";
        let head = "\n## One\n\n| rule | Book | in our words | cases |\n|---|---|---|---|\n";
        assert_eq!(requirements.page("Head.\n", "Book"), format!("Head.\n2 rules, 2 cases.\n{head}{rows}"));
    }

    #[test]
    fn every_gap_is_seen() {
        let all = vec![case("x/one", &[]), case("z/three", &[]), case("y/four", &["c"])];
        let requirements = Requirements::of(chapters(&format!("{NAMED}, {NAMING}, {NAMING}")), all);
        let gaps = [
            "a rule stands there twice",
            "b: no case",
            "c: no rule",
            "z/three: holds no rule",
            "y/two: names no case",
        ];
        assert_eq!(requirements.gaps(), gaps);
    }
}
