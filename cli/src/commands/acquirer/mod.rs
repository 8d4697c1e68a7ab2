//! `tap acquirer`.

mod ledger;
mod serve;

use crate::exit::{Exit, Failure};
use crate::output::Output;

#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Serve the software acquirer on a port of this machine.
    Serve(Box<serve::Arguments>),
    /// Print the books that `serve --ledger` keeps: lines, and totals by terminal, batch and currency.
    Ledger(ledger::Arguments),
}

pub(crate) fn run(command: Command, output: Output) -> Result<Exit, Failure> {
    match command {
        Command::Serve(arguments) => serve::run(&arguments, output),
        Command::Ledger(arguments) => ledger::run(&arguments, output),
    }
}
