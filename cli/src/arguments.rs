//! The command line.

use std::ffi::OsStr;
use std::fmt::Display;

use clap::error::{ContextKind, ErrorKind};
use clap::{Parser, Subcommand};

use crate::commands::{
    acquirer, cancel, capture, card, cards, decode, history, increment, pay, people, profile, readers,
    receipt, record, recover, refund, replay, selftest, settle, status, totals, void,
};
use crate::exit::{Exit, Failure};
use crate::language::{self, Language};
use crate::logging::Verbosity;
use crate::output::Output;

const EXIT_STATUS: &str = "\
Exit status: 0 done (also when the answer is \"declined\"), 1 an expectation did not hold, 2 bad input,
3 the transport or the acquirer failed and the outcome is unknown.
With --json standard output has one JSON document and nothing else; what went wrong is then
{\"error\": {\"field\": ..., \"message\": ...}}.";

/// Contactless payments on the command line: pay with software cards, replay and decode recorded taps.
#[derive(Parser)]
#[command(name = "tap", version, after_help = EXIT_STATUS)]
pub(crate) struct Arguments {
    /// Answer with one JSON document.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language of messages and receipts.
    #[arg(long, global = true, value_parser = language::parser(), default_value = "en")]
    pub(crate) lang: Language,
    /// What is logged on standard error; account numbers, tracks and PINs at no level.
    #[arg(long, global = true, value_enum, value_name = "LEVEL", default_value = "warn")]
    pub(crate) log: Verbosity,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// One tap: card, authorisation, receipt.
    Pay(pay::Arguments),
    /// Money back for an earlier transaction, whole or in part.
    Refund(refund::Arguments),
    /// Take a transaction of today back.
    Void(void::Arguments),
    /// Take what a pre-authorisation holds.
    Capture(capture::Arguments),
    /// Let go what a pre-authorisation holds.
    Cancel(cancel::Arguments),
    /// Hold more with a pre-authorisation.
    Increment(increment::Arguments),
    /// Print the receipt of an earlier transaction again.
    Receipt(receipt::Arguments),
    /// List the transactions of some days.
    History(history::Arguments),
    /// The totals of the open batch.
    Totals(totals::Arguments),
    /// Close the batch.
    Settle(settle::Arguments),
    /// Finish what a crash or a dead line left.
    Recover(recover::Arguments),
    /// Ask the acquirer what became of a transaction.
    Status(status::Arguments),
    /// Operators and supervisors, and their codes.
    #[command(subcommand)]
    People(people::Command),
    /// Run the acceptance scenarios, with a report for the acquirer.
    Selftest(selftest::Arguments),
    /// Run recorded taps against the real reader and kernels.
    Replay(replay::Arguments),
    /// Spell out BER-TLV, commands, responses and recorded taps.
    Decode(decode::Arguments),
    /// List the software cards.
    Cards,
    /// A software card in a reader.
    #[command(subcommand)]
    Card(card::Command),
    /// List the PC/SC readers.
    Readers(readers::Arguments),
    /// Write a tap down as a transcript, masked unless told otherwise.
    Record(record::Arguments),
    /// The software acquirer as a process of its own.
    #[command(subcommand)]
    Acquirer(acquirer::Command),
    /// Check and explain profiles.
    #[command(subcommand)]
    Profile(profile::Command),
}

impl Command {
    pub(crate) fn run(self, output: Output) -> Result<Exit, Failure> {
        match self {
            Self::Pay(arguments) => pay::run(arguments, output),
            Self::Refund(arguments) => refund::run(arguments, output),
            Self::Void(arguments) => void::run(arguments, output),
            Self::Capture(arguments) => capture::run(&arguments, output),
            Self::Cancel(arguments) => cancel::run(&arguments, output),
            Self::Increment(arguments) => increment::run(&arguments, output),
            Self::Receipt(arguments) => receipt::run(&arguments, output),
            Self::History(arguments) => history::run(&arguments, output),
            Self::Totals(arguments) => totals::run(&arguments, output),
            Self::Settle(arguments) => settle::run(arguments, output),
            Self::Recover(arguments) => recover::run(&arguments, output),
            Self::Status(arguments) => status::run(&arguments, output),
            Self::People(command) => people::run(command, output),
            Self::Selftest(arguments) => selftest::run(arguments, output),
            Self::Replay(arguments) => replay::run(&arguments, output),
            Self::Decode(arguments) => decode::run(&arguments, output),
            Self::Cards => Ok(cards::run(output)),
            Self::Card(command) => card::run(command, output),
            Self::Readers(arguments) => readers::run(&arguments, output),
            Self::Record(arguments) => record::run(&arguments, output),
            Self::Acquirer(command) => acquirer::run(command, output),
            Self::Profile(command) => profile::run(&command, output),
        }
    }
}

/// Answers a command line that cannot be read, and one that asks for help.
pub(crate) fn refuse(error: &clap::Error) -> Exit {
    let asked_for = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let json = std::env::args_os().any(|argument| argument == OsStr::new("--json"));
    if asked_for || !json {
        let _ = error.print();
        return if asked_for { Exit::Done } else { Exit::BadInput };
    }
    let told = error.render().to_string();
    let lines = told.lines().map(str::trim).take_while(|line| !line.starts_with("Usage:"));
    let message = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ").replace(":; ", ": ");
    let field = error.get(ContextKind::InvalidArg).or_else(|| error.get(ContextKind::InvalidSubcommand));
    let field = field.filter(|_| error.kind() != ErrorKind::MissingSubcommand);
    let field = field.map_or_else(|| "command".to_owned(), name);
    crate::fail(&Failure::bad_input(field, message.trim_start_matches("error: ")), true)
}

/// `--currency` of `--currency <CODE>`.
fn name(named: &impl Display) -> String {
    let named = named.to_string();
    named.split([' ', '\n', ',']).next().unwrap_or_default().to_owned()
}
