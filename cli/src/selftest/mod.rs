//! The acceptance scenarios of a terminal, and their report.

mod bench;
mod report;
mod scenarios;

pub(crate) use bench::Bench;
pub(crate) use report::Report;

/// A scenario: its number, what is done, and how.
pub(crate) struct Scenario {
    number: u8,
    title: &'static str,
    run: fn(&mut Bench) -> Result<Done, String>,
}

/// How a scenario ended.
pub(crate) enum Done {
    /// As expected; what was found.
    Passed(String),
    /// It cannot be run here.
    Skipped(&'static str),
}

/// Runs all of them.
pub(crate) fn run(bench: &mut Bench, mut tell: impl FnMut(&str)) -> Report {
    let mut report = Report::new(bench);
    for scenario in scenarios::ALL {
        let done = (scenario.run)(bench);
        tell(report.add(scenario, done));
    }
    report
}
