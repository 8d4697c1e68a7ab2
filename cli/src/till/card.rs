//! The card in the field.

use std::time::{Duration, Instant};

use tapkernel::core::apdu::CApdu;
use tapkernel::core::outcome::L1Error;
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_simulator::card::SoftwareCard;

use super::Progress;
use crate::commands::cards;
use crate::exit::Failure;
use crate::{clock, pcsc, recorded};

/// The card, or what stands in for it.
#[derive(clap::Args)]
pub(crate) struct Tapped {
    /// Software card, one of `tap cards`.
    #[arg(long, value_name = "NAME", default_value = "visa-credit", conflicts_with = "transcript")]
    card: String,
    /// A card in a reader: pcsc for the first one, pcsc:NAME for that with NAME in its name.
    #[arg(long, value_name = "pcsc[:NAME]", conflicts_with_all = ["card", "transcript"])]
    reader: Option<String>,
    /// Play the card from a transcript; commands are compared by their headers.
    #[arg(long, value_name = "FILE")]
    transcript: Option<String>,
    /// The transcript of this name in the file; the first one otherwise.
    #[arg(long, requires = "transcript")]
    name: Option<String>,
}

impl Tapped {
    /// Opens the field; the card may still have to be presented.
    pub(crate) fn open(&self, progress: &Progress) -> Result<Box<dyn CardTransport>, Failure> {
        if let Some(file) = &self.transcript {
            return Ok(Box::new(recorded::card(file, self.name.as_deref())?));
        }
        if let Some(reader) = &self.reader {
            return pcsc::transport(reader);
        }
        let card = cards::find("--card", &self.card, clock::now("UTC")?.seed())?;
        Ok(held(card, progress))
    }
}

/// A software card, held to the reader all the time.
pub(crate) fn held(card: SoftwareCard, progress: &Progress) -> Box<dyn CardTransport> {
    Box::new(Held { card, progress: progress.clone() })
}

struct Held {
    card: SoftwareCard,
    progress: Progress,
}

impl CardTransport for Held {
    fn await_card(&mut self, _limit: Duration, _stop: &Stop) -> Result<(), ActivationError> {
        Ok(())
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let sent = Instant::now();
        let reaction = self.card.react(command.as_bytes());
        let elapsed = sent.elapsed() + reaction.delay;
        self.progress.step();
        reaction.answer.map(|bytes| Answer { bytes, elapsed }).ok_or(L1Error::TimeOut)
    }

    fn field_off(&mut self, _hold: Duration) {
        self.card.field_off();
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }
}
