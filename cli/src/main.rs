//! `tap`: pays, replays, decodes. See `cli/README.md`.
#![forbid(unsafe_code)]

mod arguments;
mod clock;
mod commands;
mod decode;
mod exit;
mod field;
mod hex;
mod input;
mod language;
mod limits;
mod logging;
mod output;
mod pcsc;
mod profiles;
mod recorded;
mod selftest;
mod speaking;
mod survey;
mod till;

use std::io::{Write, stderr};
use std::process::ExitCode;

use clap::Parser;

use arguments::Arguments;
use exit::{Exit, Failure};
use output::Output;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return arguments::refuse(&error).into(),
    };
    logging::start(arguments.log);
    let output = Output::new(arguments.json, arguments.lang);
    match arguments.command.run(output) {
        Ok(exit) => exit.into(),
        Err(failure) => fail(&failure, arguments.json).into(),
    }
}

/// Says what went wrong: on standard error for people, as the document for programs.
fn fail(failure: &Failure, json: bool) -> Exit {
    if json {
        output::print_document(&failure.document());
    } else {
        let _ = writeln!(stderr(), "{failure}");
    }
    failure.exit
}
