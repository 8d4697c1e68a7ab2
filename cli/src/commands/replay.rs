//! `tap replay`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tapkernel::profile::Profile;
use tapkernel::transcript::Report;
use tapkernel::transport::Match;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::recorded;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Transcripts in JSON: one, or an array of them.
    file: String,
    /// Only the transcript of this name.
    #[arg(long)]
    name: Option<String>,
    /// How commands are compared, whatever the transcript says.
    #[arg(long = "match", value_enum)]
    compare: Option<Compare>,
    /// Show messages, data and path of each tap.
    #[arg(long, short)]
    verbose: bool,
}

/// How commands are compared.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Compare {
    /// Byte for byte
    Exact,
    /// CLA INS P1 P2 only
    Header,
}

impl From<Compare> for Match {
    fn from(compare: Compare) -> Self {
        match compare {
            Compare::Exact => Self::Exact,
            Compare::Header => Self::Header,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let mut transcripts = recorded::read("FILE", &arguments.file)?;
    if let Some(name) = &arguments.name {
        transcripts = vec![recorded::named(transcripts, name)?];
    }
    let beside = Path::new(&arguments.file).parent().map(Path::to_path_buf).unwrap_or_default();
    let profiles = |name: &str| profile(&beside, name);
    let compare = arguments.compare.map(Match::from);
    let runs = transcripts.iter().map(|transcript| transcript.run(&profiles, tapkernel::kernels(), compare));
    let reports: Vec<_> = runs.inspect(|report| show(report, arguments.verbose, output)).collect();
    output.document(&reports);
    Ok(if reports.iter().all(|report| report.ok) { Exit::Done } else { Exit::Unmet })
}

/// The profile that a transcript names; a path is that of a file beside the transcript's.
pub(super) fn profile(beside: &Path, name: &str) -> Result<Profile, String> {
    if let Some(profile) = Profile::built_in(name) {
        return Ok(profile);
    }
    let path: PathBuf = beside.join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| {
        format!("{}: {error}; built in are {}", path.display(), Profile::BUILT_IN.join(", "))
    })?;
    crate::profiles::read(name, &text).map_err(|error| format!("{}: {error}", path.display()))
}

fn show(report: &Report, verbose: bool, output: Output) {
    let outcome = report.outcome.as_deref().unwrap_or("no outcome");
    let oda = &report.oda;
    let what = format!("{outcome}, CVM {}, ODA {} {}", report.cvm, oda.method, oda.result);
    match &report.mismatch {
        None => output.line(format!("ok        {}: {what}", report.name)),
        Some(mismatch) => {
            output.line(format!("MISMATCH  {}: {what}", report.name));
            output.line(format!("          {mismatch}"));
        }
    }
    if verbose {
        details(report, output);
    }
}

fn details(report: &Report, output: Output) {
    let none = || "none".to_owned();
    output.line(format!("  kernel {}", report.kernel.clone().unwrap_or_else(none)));
    output.line(format!("  AID {}", report.aid.clone().unwrap_or_else(none)));
    output.line(format!("  start {}", report.start));
    output.line(format!("  TVR {}", report.tvr.clone().unwrap_or_else(none)));
    output.line(format!("  error indication {}", report.error_indication.coded));
    for ui in &report.ui {
        output.line(format!("  message {} status {} hold {} on {}", ui.message, ui.status, ui.hold, ui.on));
    }
    report.commands.iter().for_each(|command| output.line(format!("  command {command}")));
    for (name, objects) in
        [("data record", &report.data_record), ("discretionary data", &report.discretionary_data)]
    {
        objects.iter().for_each(|(tag, value)| output.line(format!("  {name} {tag} {value}")));
    }
    output.line(format!("  path {}", report.path.join(" ")));
}
