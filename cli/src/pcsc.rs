//! PC/SC readers, where the build has them.

use std::time::Duration;

use serde_json::Value;
use tapkernel::transport::CardTransport;

use crate::exit::Failure;
use crate::output::Output;

#[cfg(not(feature = "pcsc"))]
const MISSING: &str =
    "this build has no PC/SC: build with --features pcsc (Debian: apt install libpcsclite-dev pkg-config)";

/// The name in `pcsc[:NAME]`.
fn name(reader: &str) -> Result<Option<&str>, Failure> {
    match reader.split_once(':') {
        None if reader == "pcsc" => Ok(None),
        Some(("pcsc", name)) if !name.is_empty() => Ok(Some(name)),
        _ => Err(Failure::bad_input(
            "--reader",
            format!("{reader:?} is no reader: pcsc or pcsc:NAME is wanted"),
        )),
    }
}

/// The reader `pcsc[:NAME]`, waiting for a card.
#[cfg(not(feature = "pcsc"))]
pub(crate) fn transport(reader: &str) -> Result<Box<dyn CardTransport>, Failure> {
    name(reader)?;
    Err(Failure::bad_input("--reader", MISSING))
}

/// Every reader as a document and as a line.
#[cfg(not(feature = "pcsc"))]
pub(crate) fn list() -> Result<Vec<(Value, String)>, Failure> {
    Err(Failure::bad_input("readers", MISSING))
}

/// Tells of every change for `limit`, or forever.
#[cfg(not(feature = "pcsc"))]
pub(crate) fn watch(_limit: Option<Duration>, _output: Output) -> Result<(), Failure> {
    list().map(drop)
}

#[cfg(feature = "pcsc")]
pub(crate) use with_pcsc::{list, transport, watch};

#[cfg(feature = "pcsc")]
mod with_pcsc {
    use std::thread::sleep;
    use std::time::Instant;

    use serde_json::json;
    use tapkernel::transport::Stop;
    use tapkernel::transport::pcsc::{
        CardKind, Interface, PcscError, PcscTransport, ReaderState, ReaderStatus, Readers,
    };

    use super::{CardTransport, Duration, Failure, Output, Value, name};

    /// The reader `pcsc[:NAME]`, waiting for a card.
    pub(crate) fn transport(reader: &str) -> Result<Box<dyn CardTransport>, Failure> {
        let reader = PcscTransport::open(name(reader)?).map_err(|error| failure("--reader", &error))?;
        Ok(Box::new(reader))
    }

    /// Every reader as a document and as a line.
    pub(crate) fn list() -> Result<Vec<(Value, String)>, Failure> {
        let readers = Readers::connect().and_then(|mut readers| readers.list());
        Ok(readers.map_err(|error| failure("readers", &error))?.iter().map(entry).collect())
    }

    /// Before a service that is gone is looked for again.
    const RETRY: Duration = Duration::from_millis(500);

    /// Tells of every change for `limit`, or forever; a service that goes away is waited for.
    pub(crate) fn watch(limit: Option<Duration>, output: Output) -> Result<(), Failure> {
        let began = Instant::now();
        let mut readers = Readers::connect().map_err(|error| failure("readers", &error))?;
        let mut told = None;
        loop {
            let seen = readers.list().map(|all| all.iter().map(entry).collect::<Vec<_>>());
            if told.as_ref() != Some(&seen) {
                tell(&seen, output);
            }
            told = Some(seen);
            let left = limit.map_or(Duration::MAX, |limit| limit.saturating_sub(began.elapsed()));
            if left.is_zero() {
                return Ok(());
            }
            if readers.await_change(left.min(RETRY), &Stop::new()).is_err() {
                sleep(left.min(RETRY));
                readers = Readers::connect().unwrap_or(readers);
            }
        }
    }

    fn tell(seen: &Result<Vec<(Value, String)>, PcscError>, output: Output) {
        match seen {
            Ok(readers) => {
                readers.iter().for_each(|(_, line)| output.line(line));
                output.line("");
                let documents = readers.iter().map(|(document, _)| document).collect::<Vec<_>>();
                output.document_line(&json!({ "readers": documents }));
            }
            Err(error) => {
                output.line(format!("{error}\n"));
                output.document_line(&json!({ "error": error.to_string() }));
            }
        }
    }

    fn failure(field: &str, error: &PcscError) -> Failure {
        match error {
            PcscError::UnknownReader { .. } => Failure::bad_input(field, error.to_string()),
            _ => Failure::unknown(field, error.to_string()),
        }
    }

    fn entry(reader: &ReaderStatus) -> (Value, String) {
        let interface = match reader.interface {
            Interface::Contactless => "contactless",
            Interface::Contact => "contact",
            Interface::Unknown => "unknown",
        };
        let (state, atr) = match &reader.state {
            ReaderState::Empty => ("no card", None),
            ReaderState::Card(atr) if atr.kind() == CardKind::Contactless => ("contactless card", Some(atr)),
            ReaderState::Card(atr) if atr.kind() == CardKind::Storage => ("memory card or tag", Some(atr)),
            ReaderState::Card(atr) => ("card", Some(atr)),
            ReaderState::InUse => ("in use by another program", None),
            _ => ("card does not answer", None),
        };
        let atr = atr.map(ToString::to_string);
        let line = [Some(state), atr.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ATR ");
        let document = json!({ "name": reader.name, "interface": interface, "state": state, "atr": atr });
        (document, format!("{}: {line} (interface: {interface})", reader.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_pcsc_with_or_without_a_name() {
        assert_eq!(name("pcsc"), Ok(None));
        assert_eq!(name("pcsc:Virtual PCD 00 00"), Ok(Some("Virtual PCD 00 00")));
        for wrong in ["", "pcsc:", "PCSC", "usb:1"] {
            assert_eq!(name(wrong).unwrap_err().field, "--reader", "{wrong}");
        }
    }
}
