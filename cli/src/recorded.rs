//! Recorded taps from a file.

use std::time::Duration;

use tapkernel::core::outcome::L1Error;
use tapkernel::transcript::{self, Step, Transcript};
use tapkernel::transport::{Exchange, Match, Reply, ScriptedTransport};

use crate::exit::Failure;
use crate::{hex, input};

/// All transcripts of a file, one at least.
pub(crate) fn read(field: &str, file: &str) -> Result<Vec<Transcript>, Failure> {
    let text = input::file(field, file)?;
    match transcript::parse(&text) {
        Ok(none) if none.is_empty() => {
            Err(Failure::bad_input(field, format!("{file}: there is no transcript in it")))
        }
        Ok(all) => Ok(all),
        Err(error) => Err(Failure::bad_input(field, format!("{file}: {error}"))),
    }
}

/// The transcript with this name.
pub(crate) fn named(all: Vec<Transcript>, name: &str) -> Result<Transcript, Failure> {
    let names: Vec<_> = all.iter().map(|transcript| transcript.name.clone()).collect();
    all.into_iter().find(|transcript| transcript.name == name).ok_or_else(|| {
        Failure::bad_input(
            "--name",
            format!("there is no transcript {name:?}; there are {}", names.join(", ")),
        )
    })
}

/// The card of a transcript: that with this name, or the first.
pub(crate) fn card(file: &str, name: Option<&str>) -> Result<ScriptedTransport, Failure> {
    let all = read("--transcript", file)?;
    let first = all.first().map(|transcript| transcript.name.clone()).unwrap_or_default();
    let transcript = named(all, name.unwrap_or(&first))?;
    let steps = transcript.exchanges.iter().enumerate().filter(|(_, step)| step.event.is_none());
    let exchanges = steps.map(|(number, step)| exchange(number, step)).collect::<Result<Vec<_>, _>>()?;
    Ok(ScriptedTransport::new(exchanges, Match::Header))
}

fn exchange(number: usize, step: &Step) -> Result<Exchange, Failure> {
    let wrong = |key: &str, problem: String| {
        Failure::bad_input("--transcript", format!("exchanges[{number}].{key} {problem}"))
    };
    let bytes = |key: &str, text: &str| hex::read(text).map_err(|error| wrong(key, error.to_string()));
    let reply = match (&step.r, step.l1.as_deref()) {
        (Some(answer), _) => Reply::Answer(bytes("r", answer)?),
        (None, Some("time-out") | None) => Reply::Error(L1Error::TimeOut),
        (None, Some("transmission")) => Reply::Error(L1Error::Transmission),
        (None, Some("protocol")) => Reply::Error(L1Error::Protocol),
        (None, Some(other)) => {
            return Err(wrong("l1", format!("is {other:?}: time-out, transmission or protocol is wanted")));
        }
    };
    Ok(Exchange {
        command: bytes("c", step.c.as_deref().unwrap_or_default())?,
        reply,
        elapsed: Duration::from_micros(step.us.unwrap_or(1000)),
    })
}
