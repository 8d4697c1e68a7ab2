//! `tap readers`.

use serde_json::Value;

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::pcsc;

pub(crate) fn run(output: Output) -> Result<Exit, Failure> {
    let readers = pcsc::list()?;
    if readers.is_empty() {
        output.line("the PC/SC service knows no reader");
    }
    readers.iter().for_each(|(_, line)| output.line(line));
    output.document(&readers.into_iter().map(|(document, _)| document).collect::<Value>());
    Ok(Exit::Done)
}
