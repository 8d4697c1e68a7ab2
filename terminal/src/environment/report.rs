//! The report.

use std::fmt;

use serde::Serialize;

use super::checks::{Subject, Verdict};
use super::rules::{RULES, Rule};
use super::{EnvironmentFacts, Requirements};
use crate::activation::{ProfileInUse, ProfileState};

/// Every requirement and whether it is met, in the order in which a person would look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EnvironmentReport {
    /// The requirements.
    pub findings: Vec<Finding>,
}

/// One requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// Its name, for programs: it stays.
    pub code: &'static str,
    /// Whether it is met.
    pub state: FindingState,
    /// What it means if it is not.
    pub importance: Importance,
    /// What is wanted, in English.
    pub wanted: &'static str,
    /// What was found, where there is more to say.
    pub found: Option<String>,
    /// What to do where it is not met, in English.
    pub advice: &'static str,
}

/// Whether a requirement is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingState {
    /// It is.
    Met,
    /// It is not.
    Broken,
    /// The app does not say.
    Unknown,
}

/// What it means that a requirement is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Good to know.
    Information,
    /// Payments may fail, or will soon.
    Warning,
    /// No payments.
    Blocking,
}

/// Holds the facts against the requirements and the profile. With a profile in state Production some requirements block
/// that only inform elsewhere.
pub fn check_environment(
    facts: &EnvironmentFacts,
    requirements: &Requirements,
    profile: &ProfileInUse,
) -> EnvironmentReport {
    let subject = Subject { facts, wanted: requirements, profile };
    EnvironmentReport { findings: RULES.iter().map(|rule| finding(rule, &subject)).collect() }
}

fn finding(rule: &Rule, subject: &Subject<'_>) -> Finding {
    let (state, found) = match (rule.check)(subject) {
        Verdict::Met => (FindingState::Met, None),
        Verdict::Broken(found) => (FindingState::Broken, found),
        Verdict::Unknown => (FindingState::Unknown, None),
    };
    let in_shop = subject.profile.state() == ProfileState::Production;
    let importance = if in_shop { rule.in_shops } else { rule.elsewhere };
    Finding { code: rule.code, state, importance, wanted: rule.wanted, found, advice: rule.advice }
}

impl EnvironmentReport {
    /// Whether nothing that blocks is broken. What is not known does not block.
    pub fn may_take_payments(&self) -> bool {
        self.problems().all(|finding| finding.importance != Importance::Blocking)
    }

    /// What is broken.
    pub fn problems(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.state == FindingState::Broken)
    }
}

impl fmt::Display for Finding {
    /// `NFC is on: no. Blocking: switch NFC on in the settings`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = self.found.as_ref().map_or_else(String::new, |found| format!(" ({found})"));
        let importance = match self.importance {
            Importance::Information => "Information",
            Importance::Warning => "Warning",
            Importance::Blocking => "Blocking",
        };
        match self.state {
            FindingState::Met => write!(f, "{}: yes", self.wanted),
            FindingState::Unknown => write!(f, "{}: not known", self.wanted),
            FindingState::Broken => write!(f, "{}: no{found}. {importance}: {}", self.wanted, self.advice),
        }
    }
}

impl fmt::Display for EnvironmentReport {
    /// One line for each requirement.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.findings.iter().try_for_each(|finding| writeln!(f, "{finding}"))
    }
}
