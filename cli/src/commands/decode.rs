//! `tap decode`.

use std::path::Path;

use clap::ValueEnum;
use serde_json::json;
use tapkernel::core::data::{Dictionaries, Dictionary};

use crate::decode::{Decoded, Decoder, text, transcripts};
use crate::exit::{Exit, Failure};
use crate::field::Source;
use crate::output::Output;
use crate::survey::{Directory, survey};
use crate::{hex, input};

/// What is told about the input.
const ABOUT: &str = "\
The input is BER-TLV, a command (C-APDU) or a response (R-APDU) in hexadecimal, with any white space, or a transcript
in JSON. In a file and on standard input each line is an input of its own; what a card told in one line (its PDOL and
CDOLs) helps with the next. Values are shown in full, account numbers too: decode test cards only, or mask before you
share. --json answers {kind, tree, errors, ...} for one input and {inputs: [...]} for several.
--reader and --card ask a card what it offers: its directory, and of each application what it says at its selection, to GET
PROCESSING OPTIONS (which counts as a transaction of the card) and in its records; masked unless --unmasked is given.";

#[derive(clap::Args)]
#[command(
    after_help = ABOUT,
    group = clap::ArgGroup::new("from").args(["input", "reader", "card"]).required(true),
)]
pub(crate) struct Arguments {
    /// Hexadecimal digits, a file, or - for standard input.
    #[arg(value_name = "HEX|FILE|-")]
    input: Option<String>,
    #[command(flatten)]
    source: Source,
    /// Show account numbers, tracks, names and certificates of the card.
    #[arg(long, conflicts_with = "input")]
    unmasked: bool,
    /// The kernel whose meaning tags have that schemes use differently.
    #[arg(long, value_enum)]
    kernel: Option<Kernel>,
}

/// A kernel with a dictionary of its own.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kernel {
    Mastercard,
    Visa,
}

impl Kernel {
    const fn dictionaries(self) -> &'static [Dictionary] {
        match self {
            Self::Mastercard => &[tapkernel::mastercard::dictionary::DICTIONARY],
            Self::Visa => &[tapkernel::visa::dictionary::DICTIONARY],
        }
    }
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let dictionaries = Dictionaries::new(arguments.kernel.map_or(&[], Kernel::dictionaries));
    if arguments.source.is_given() {
        return card(arguments, dictionaries, output);
    }
    let given = arguments.input.as_deref().unwrap_or_default();
    let all = match hex::read(given) {
        _ if given == "-" => document(&input::standard(FIELD)?, dictionaries)?,
        Ok(bytes) => vec![Decoder::new(dictionaries).any(&bytes)],
        Err(_) if Path::new(given).exists() => document(&input::file(FIELD, given)?, dictionaries)?,
        Err(error) => return Err(Failure::bad_input(FIELD, format!("{error}, and there is no such file"))),
    };
    show(&all, output);
    let problems = all.iter().any(|decoded| !decoded.errors.is_empty());
    Ok(if problems { Exit::BadInput } else { Exit::Done })
}

/// What a card offers.
fn card(arguments: &Arguments, dictionaries: Dictionaries<'_>, output: Output) -> Result<Exit, Failure> {
    let (directory, asked) = survey(arguments.source.open()?.as_mut())?;
    let asked = if arguments.unmasked { asked } else { asked.masked() };
    let text = serde_json::to_string(&asked).unwrap_or_default();
    let all = transcripts(&text, dictionaries).unwrap_or_default();
    all.iter().flat_map(text::lines).for_each(|line| output.line(line));
    output.line(match directory {
        Directory::Contactless => "a contactless payment card: it has a PPSE",
        Directory::Contact => {
            "no contactless payment card: it has no PPSE, only the directory of contact cards (1PAY)"
        }
        Directory::None => "no payment card: it has neither PPSE nor the directory of contact cards",
    });
    output.document(&json!({ "directory": directory, "masked": !arguments.unmasked, "inputs": all }));
    Ok(Exit::Done)
}

const FIELD: &str = "HEX";

const WANTED: &str = ": BER-TLV, a whole command or a whole response is wanted";

/// A transcript, or hexadecimal lines.
fn document(text: &str, dictionaries: Dictionaries<'_>) -> Result<Vec<Decoded>, Failure> {
    if text.trim_start().starts_with(['{', '[']) {
        let all = transcripts(text, dictionaries)
            .map_err(|error| Failure::bad_input(FIELD, format!("no transcript: {error}")))?;
        let nothing = || Failure::bad_input(FIELD, "has no exchange: a transcript with exchanges is wanted");
        return if all.is_empty() { Err(nothing()) } else { Ok(all) };
    }
    let mut decoder = Decoder::new(dictionaries);
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut all =
        lines.map(|(number, line)| one(&mut decoder, number + 1, line)).collect::<Result<Vec<_>, _>>()?;
    match all.as_mut_slice() {
        [] => {
            return Err(Failure::bad_input(FIELD, "is empty: hexadecimal digits or a transcript are wanted"));
        }
        [only] => only.at = None,
        _ => {}
    }
    Ok(all)
}

fn one(decoder: &mut Decoder<'_>, number: usize, line: &str) -> Result<Decoded, Failure> {
    let bytes =
        hex::read(line).map_err(|error| Failure::bad_input(FIELD, format!("line {number}: {error}")))?;
    Ok(Decoded { at: Some(format!("line {number}")), ..decoder.any(&bytes) })
}

fn show(all: &[Decoded], output: Output) {
    for decoded in all {
        text::lines(decoded).iter().for_each(|line| output.line(line));
        for problem in &decoded.errors {
            let place = decoded.at.as_ref().map(|at| format!("{at}: ")).unwrap_or_default();
            output.aside(format!(
                "tap: {FIELD}: {place}{} at byte {}{WANTED}",
                problem.message, problem.offset
            ));
        }
    }
    match all {
        [only] if only.at.is_none() => output.document(only),
        _ => output.document(&json!({ "inputs": all })),
    }
}
