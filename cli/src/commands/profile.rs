//! `tap profile`.

use serde_json::{Value, json};
use tapkernel::profile::{Problem, Profile};
use tapkernel::reader::Versions;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::{clock, input, limits, profiles};

mod import;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Check a profile: exit status 2 if it cannot be used, 1 if something looks wrong.
    Lint {
        /// Profile in JSON or TOML (by the file's name), or the name of a built-in one.
        #[arg(value_name = "FILE|NAME")]
        file: String,
    },
    /// Say what happens at which amount.
    Show {
        /// Built-in profile, or file.
        #[arg(value_name = "NAME|FILE")]
        profile: String,
    },
    /// Make a laboratory's profile of the configuration files of the public test terminal (cfg_*.json).
    ///
    /// A file that adds to a parent takes it from beside it. What is not carried over is named on standard error.
    Import {
        /// The files, the most general first.
        #[arg(value_name = "FILE", required = true)]
        files: Vec<String>,
        /// Write the profile here and not to standard output.
        #[arg(long, value_name = "FILE")]
        to: Option<String>,
    },
}

pub(crate) fn run(command: &Command, output: Output) -> Result<Exit, Failure> {
    match command {
        Command::Lint { file } => lint(file, output),
        Command::Import { files, to } => import::run(files, to.as_deref(), output),
        Command::Show { profile } => show(&profiles::find("NAME|FILE", profile)?, output),
    }
}

fn lint(file: &str, output: Output) -> Result<Exit, Failure> {
    let built_in = Profile::built_in(file);
    let text = if built_in.is_some() { String::new() } else { input::file("FILE", file)? };
    let read = built_in.map_or_else(|| profiles::read(file, &text), Ok);
    let (errors, warnings) = match read {
        Ok(profile) => {
            let positions = profiles::positions(file, &text);
            let at = |problem: Problem| problem.at(&positions);
            match clock::now(&profile.terminal().time_zone) {
                Ok(now) => (Vec::new(), profile.lint(now.date).into_iter().map(at).collect()),
                Err(failure) => (vec![at(Problem::error(failure.field, failure.message))], Vec::new()),
            }
        }
        Err(error) => (error.into_problems(), Vec::new()),
    };
    for problem in errors.iter().chain(&warnings) {
        output.line(format!("{}: {problem}", problem.severity.word()));
    }
    let exit = match (errors.is_empty(), warnings.is_empty()) {
        (false, _) => Exit::BadInput,
        (true, false) => Exit::Unmet,
        (true, true) => Exit::Done,
    };
    if exit == Exit::Done {
        output.line(format!("{file}: nothing to complain about"));
    }
    output.document(&json!({
        "ok": exit == Exit::Done, "errors": problems(&errors), "warnings": problems(&warnings),
    }));
    Ok(exit)
}

fn problems(problems: &[Problem]) -> Value {
    let one = |problem: &Problem| {
        json!({
            "severity": problem.severity.word(), "path": problem.path, "text": problem.text,
            "line": problem.position.map(|position| position.line),
            "column": problem.position.map(|position| position.column),
        })
    };
    problems.iter().map(one).collect()
}

fn show(profile: &Profile, output: Output) -> Result<Exit, Failure> {
    let terminal = profile.terminal();
    let explanation = profile.explain();
    let versions = Versions::new(profile, tapkernel::kernels().iter().map(AsRef::as_ref));
    let stage = explanation.stage.word();
    output.line(format!("{}, version {}, stage {stage}", profile.name(), profile.version()));
    output.line(format!("checksum {}", explanation.checksum));
    output.line(versions.to_string());
    output.line(format!(
        "{}, merchant {}, terminal {}, type {:02X}, country {:03}, {}",
        terminal.merchant.name,
        terminal.merchant_id,
        terminal.id,
        terminal.terminal_type,
        terminal.country,
        terminal.time_zone
    ));
    output.line(format!(
        "approval by the card alone: {}",
        if explanation.offline_approval { "as the card and the limits have it" } else { "never" }
    ));
    for line in explanation.transactions.iter().flat_map(limits::lines) {
        output.line(line);
    }
    output.document(&json!({
        "name": explanation.name, "version": explanation.version, "checksum": explanation.checksum,
        "stage": stage, "offline_approval": explanation.offline_approval, "versions": versions,
        "terminal": {
            "id": terminal.id, "merchant_id": terminal.merchant_id, "merchant": terminal.merchant.name,
            "type": format!("{:02X}", terminal.terminal_type), "country": format!("{:03}", terminal.country),
            "time_zone": terminal.time_zone,
        },
        "transactions": explanation.transactions,
    }));
    Ok(Exit::Done)
}
