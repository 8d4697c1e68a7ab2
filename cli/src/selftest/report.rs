//! The report for the acquirer.

use serde::Serialize;
use tapkernel_terminal::clock::TerminalClock;

use super::{Bench, Done, Scenario};

/// The report of a run.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    tapkernel: &'static str,
    at: String,
    terminal_id: String,
    merchant_id: String,
    profile: ProfileNamed,
    acquirer: &'static str,
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
    scenarios: Vec<Line>,
}

/// Which profile it was.
#[derive(Debug, Serialize)]
struct ProfileNamed {
    name: String,
    version: String,
    stage: &'static str,
    /// SHA-256 of its values, in hexadecimal.
    checksum: String,
}

#[derive(Debug, Serialize)]
struct Line {
    number: u8,
    title: &'static str,
    /// `passed`, `failed`, `skipped`.
    result: &'static str,
    /// What was found, or why it was not run.
    found: String,
    #[serde(skip)]
    text: String,
}

impl Report {
    pub(super) fn new(bench: &Bench) -> Self {
        let profile = bench.profile();
        let checksum = profile.checksum().iter().map(|byte| format!("{byte:02X}")).collect();
        Self {
            tapkernel: env!("CARGO_PKG_VERSION"),
            at: bench.shop.clock.now().to_string(),
            terminal_id: profile.terminal().id.clone(),
            merchant_id: profile.terminal().merchant_id.clone(),
            profile: ProfileNamed {
                name: profile.name().to_owned(),
                version: profile.version().to_owned(),
                stage: profile.stage().word(),
                checksum,
            },
            acquirer: if bench.is_simulated() { "simulator" } else { "host" },
            passed: 0,
            failed: 0,
            skipped: 0,
            scenarios: Vec::new(),
        }
    }

    /// Enters a scenario; the line for people.
    pub(super) fn add(&mut self, scenario: &Scenario, done: Result<Done, String>) -> &str {
        let (result, found) = match done {
            Ok(Done::Passed(found)) => ("passed", found),
            Ok(Done::Skipped(why)) => ("skipped", why.to_owned()),
            Err(found) => ("failed", found),
        };
        match result {
            "passed" => self.passed += 1,
            "skipped" => self.skipped += 1,
            _ => self.failed += 1,
        }
        let Scenario { number, title, .. } = *scenario;
        let text = format!("{number:2}  {result:7}  {title}: {found}");
        self.scenarios.push(Line { number, title, result, found, text });
        self.scenarios.last().map_or("", |line| line.text.as_str())
    }

    /// The last line for people.
    pub(crate) fn sum(&self) -> String {
        format!("{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }

    /// As text.
    pub(crate) fn text(&self) -> String {
        let ProfileNamed { name, version, stage, checksum } = &self.profile;
        let mut lines = vec![
            format!("tapkernel {}, acceptance scenarios of {}", self.tapkernel, self.at),
            format!(
                "terminal {}, merchant {}, acquirer: {}",
                self.terminal_id, self.merchant_id, self.acquirer
            ),
            format!("profile {name}, version {version}, {stage}, SHA-256 {checksum}"),
        ];
        lines.extend(self.scenarios.iter().map(|line| line.text.clone()));
        lines.push(self.sum());
        lines.join("\n") + "\n"
    }
}
