//! `tap selftest`.

use std::path::PathBuf;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::selftest::{self, Bench};
use crate::till::Line;

const ABOUT: &str = "\
Numbered scenarios in a journal of their own, with a software card: against the software acquirer, or with --acquirer against a
test host that answers by the cents of the amount as it does. The amounts are for a profile that asks for the PIN above 40.00.
Exit status 1: a scenario failed.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// Where the report for the acquirer goes: JSON if the name ends in .json, else text.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Software card, one of `tap cards`.
    #[arg(long, value_name = "NAME", default_value = "visa-credit")]
    card: String,
    /// Built-in profile, or file.
    #[arg(long, value_name = "NAME|FILE", default_value = "softpos-eur")]
    profile: String,
    #[command(flatten)]
    line: Line,
}

pub(crate) fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let mut bench = Bench::new(arguments.profile, arguments.line, arguments.card)?;
    let report = selftest::run(&mut bench, |line| output.line(line));
    output.line(report.sum());
    output.document(&report);
    if let Some(path) = &arguments.report {
        let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let text = match is_json {
            true => serde_json::to_string_pretty(&report).unwrap_or_default() + "\n",
            false => report.text(),
        };
        std::fs::write(path, text)
            .map_err(|error| Failure::bad_input("--report", format!("{}: {error}", path.display())))?;
    }
    Ok(if report.failed == 0 { Exit::Done } else { Exit::Unmet })
}
