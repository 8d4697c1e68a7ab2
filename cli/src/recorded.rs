//! Recorded taps from a file.

use tapkernel::transcript::{self, Transcript};
use tapkernel::transport::{Match, ScriptedTransport};

use crate::exit::Failure;
use crate::input;

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
    let exchanges =
        transcript.card().map_err(|error| Failure::bad_input("--transcript", error.to_string()))?;
    Ok(ScriptedTransport::new(exchanges, Match::Header))
}
