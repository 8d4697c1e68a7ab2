//! `tap readers`.

use std::time::Duration;

use serde_json::Value;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::pcsc;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Say what comes and goes, until the program is ended. With --json one document a line for each change.
    #[arg(long)]
    watch: bool,
    /// End the watch after so many seconds.
    #[arg(long, value_name = "SECONDS", requires = "watch")]
    seconds: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    if arguments.watch {
        let limit = arguments.seconds.map(Duration::from_secs);
        return pcsc::watch(limit, output).map(|()| Exit::Done);
    }
    let readers = pcsc::list()?;
    if readers.is_empty() {
        output.line("the PC/SC service knows no reader");
    }
    readers.iter().for_each(|(_, line)| output.line(line));
    output.document(&readers.into_iter().map(|(document, _)| document).collect::<Value>());
    Ok(Exit::Done)
}
