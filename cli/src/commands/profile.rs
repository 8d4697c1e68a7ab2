//! `tap profile`.

use serde_json::{Value, json};
use tapkernel::profile::{Problem, Profile, ProfileError, Stage};

use crate::exit::{Exit, Failure};
use crate::limits::Limits;
use crate::output::Output;
use crate::{clock, input, profiles};

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Check a profile: exit status 2 if it cannot be used, 1 if something looks wrong.
    Lint {
        /// Profile in JSON, or the name of a built-in one.
        #[arg(value_name = "FILE|NAME")]
        file: String,
    },
    /// Say what happens at which amount.
    Show {
        /// Built-in profile, or file.
        #[arg(value_name = "NAME|FILE")]
        profile: String,
    },
}

pub(crate) fn run(command: &Command, output: Output) -> Result<Exit, Failure> {
    match command {
        Command::Lint { file } => lint(file, output),
        Command::Show { profile } => show(&profiles::find("NAME|FILE", profile)?, output),
    }
}

fn lint(file: &str, output: Output) -> Result<Exit, Failure> {
    let read = match Profile::built_in(file) {
        Some(profile) => Ok(profile),
        None => Profile::from_json(&input::file("FILE", file)?),
    };
    let (errors, warnings) = match &read {
        Ok(profile) => match clock::now(&profile.terminal().time_zone) {
            Ok(now) => (Vec::new(), profile.lint(now.date)),
            Err(failure) => (vec![Problem { path: failure.field, text: failure.message }], Vec::new()),
        },
        Err(ProfileError::Invalid(problems)) => (problems.clone(), Vec::new()),
        Err(error) => (vec![Problem { path: String::new(), text: error.to_string() }], Vec::new()),
    };
    errors.iter().for_each(|problem| output.line(format!("error: {problem}")));
    warnings.iter().for_each(|problem| output.line(format!("warning: {problem}")));
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
    problems.iter().map(|problem| json!({ "path": problem.path, "text": problem.text })).collect()
}

fn show(profile: &Profile, output: Output) -> Result<Exit, Failure> {
    let terminal = profile.terminal();
    let stage = stage(profile.stage());
    let limits = Limits::of(profile);
    output.line(format!("{}, version {}, stage {stage}", profile.name(), profile.version()));
    output.line(format!(
        "{}, merchant {}, terminal {}, type {:02X}, country {:03}, {}",
        terminal.merchant.name,
        terminal.merchant_id,
        terminal.id,
        terminal.terminal_type,
        terminal.country,
        terminal.time_zone
    ));
    limits.iter().for_each(|limits| limits.lines().iter().for_each(|line| output.line(line)));
    output.document(&json!({
        "name": profile.name(), "version": profile.version(), "stage": stage,
        "terminal": {
            "id": terminal.id, "merchant_id": terminal.merchant_id, "merchant": terminal.merchant.name,
            "type": format!("{:02X}", terminal.terminal_type), "country": format!("{:03}", terminal.country),
            "time_zone": terminal.time_zone,
        },
        "transactions": limits,
    }));
    Ok(Exit::Done)
}

const fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Laboratory => "laboratory",
        Stage::Test => "test",
        Stage::Production => "production",
    }
}
