//! `tap status`.

use serde_json::json;
use tapkernel_terminal::acquirer::{HostState, Stan};

use crate::exit::{Exit, Failure};
use crate::output::Output;
use crate::till::{self, Place, Shop, sale_failed};

const ABOUT: &str = "\
What the journal says, and what the acquirer says. Nothing is changed by asking; tap recover acts. Exit status 3: the acquirer
did not answer.";

#[derive(clap::Args)]
#[command(after_help = ABOUT)]
pub(crate) struct Arguments {
    /// Number of the transaction.
    #[arg(value_parser = till::stan)]
    stan: Stan,
    #[command(flatten)]
    place: Place,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    arguments.place.of_earlier()?;
    let mut terminal = Shop::open(&arguments.place)?.terminal_without_pins(&arguments.place)?;
    let missing = || format!("there is no transaction {:06}", arguments.stan.number());
    let asked = terminal.status(arguments.stan).map_err(|error| sale_failed(&error))?;
    let report = asked.ok_or_else(|| Failure::bad_input("STAN", missing()))?;
    let (known, status) = (till::outcome_word(report.transaction.verdict()), report.acquirer);
    let said = status.as_ref().map(|status| word(status.state));
    output.line(format!("journal: {known}; acquirer: {}", said.unwrap_or("no answer")));
    output.document(&json!({
        "stan": format!("{:06}", arguments.stan.number()),
        "outcome": known,
        "acquirer": said,
        "response_code": status.as_ref().and_then(|status| status.response_code).map(|code| code.to_string()),
        "auth_code": status.as_ref().and_then(|status| status.authorisation_code.clone()),
        "rrn": status.and_then(|status| status.rrn),
    }));
    Ok(if said.is_some() { Exit::Done } else { Exit::Unknown })
}

/// What the acquirer has of it.
const fn word(state: HostState) -> &'static str {
    match state {
        HostState::NotFound => "not found",
        HostState::Approved => "approved",
        HostState::Declined => "declined",
        HostState::Reversed => "reversed",
        _ => "unknown",
    }
}
