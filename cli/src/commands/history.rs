//! `tap history`.

use serde_json::json;
use tapkernel::core::data::Date;
use tapkernel_terminal::clock::TerminalClock;
use tapkernel_terminal::moment::{date_of, date_text};
use tapkernel_terminal::terminal::{History, HistoryLine};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{Kept, Look, Shop, journal_failed};

const ABOUT: &str = "\
Days are business dates, both included; today without any. Of a damaged journal what is whole is shown.";

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Scope {
    /// What was paid on this device
    Device,
    /// What was paid on all devices of the merchant: only the acquirer has it
    Merchant,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Form {
    Table,
    Csv,
    Jsonl,
}

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// The business date of today.
    #[arg(long, conflicts_with_all = ["from", "to"])]
    today: bool,
    /// The first day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "to")]
    from: Option<Date>,
    /// The last day.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day, requires = "from")]
    to: Option<Date>,
    /// Whose transactions.
    #[arg(long, value_enum, default_value_t = Scope::Device)]
    scope: Scope,
    /// How they are written.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    #[command(flatten)]
    kept: Kept,
}

fn day(text: &str) -> Result<Date, String> {
    date_of(text).ok_or_else(|| "a date is wanted, as in 2026-11-22".to_owned())
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    if matches!(arguments.scope, Scope::Merchant) {
        let why = "the journal has this device's transactions only; ask the acquirer for those of the others";
        return Err(Failure::bad_input("--scope", why));
    }
    let look = Shop::look(&arguments.kept)?;
    let today = today(&look)?;
    let (from, to) = (arguments.from.unwrap_or(today), arguments.to.unwrap_or(today));
    if from > to {
        return Err(Failure::bad_input("--to", "is before --from"));
    }
    let history = look.reports.history(from, to).map_err(|error| journal_failed(&error))?;
    tell(&history, &look, arguments.format, output);
    let lines = history.lines(&look.profile, output.language);
    output.document(&json!({ "from": date_text(from), "to": date_text(to), "transactions": lines }));
    Ok(Exit::Done)
}

/// The business date: that of the clock, unless the last record is of a later one.
fn today(look: &Look) -> Result<Date, Failure> {
    let books = look.reports.books().map_err(|error| journal_failed(&error))?;
    let now = look.clock.now().date;
    Ok(books.day().date().map_or(now, |date| date.max(now)))
}

fn tell(history: &History, look: &Look, form: Form, output: Output) {
    let language = output.language;
    match form {
        Form::Csv => output.line(history.csv(&look.profile, language).trim_end()),
        Form::Jsonl => output.line(history.json_lines(&look.profile, language).trim_end()),
        Form::Table => {
            history.lines(&look.profile, language).iter().for_each(|line| output.line(row(line)));
        }
    }
}

/// A line for people.
fn row(line: &HistoryLine) -> String {
    let code = line.response_code.as_deref().unwrap_or("  ");
    let card = line.card.as_deref().unwrap_or_default();
    let HistoryLine { stan, at, kind, result, amount, currency, .. } = line;
    format!("{stan}  {at}  {kind:14} {result:8} {code}  {amount:>12} {currency}  {card}")
}
