//! The contactless field of commands that are about a card and not about a payment.

use std::time::{Duration, Instant};

use tapkernel::core::apdu::CApdu;
use tapkernel::core::outcome::L1Error;
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_simulator::card::SoftwareCard;

use crate::commands::cards;
use crate::exit::Failure;
use crate::{clock, pcsc};

/// The card: one of ours, or one in a reader.
#[derive(clap::Args)]
#[group(multiple = false)]
pub(crate) struct Source {
    /// A card in a reader: pcsc for the first one, pcsc:NAME for that with NAME in its name.
    #[arg(long, value_name = "pcsc[:NAME]")]
    reader: Option<String>,
    /// Software card, one of `tap cards`.
    #[arg(long, value_name = "NAME")]
    card: Option<String>,
}

impl Source {
    /// Whether one was named.
    pub(crate) const fn is_given(&self) -> bool {
        self.reader.is_some() || self.card.is_some()
    }

    /// Opens it; the card may still have to be presented.
    pub(crate) fn open(&self) -> Result<Box<dyn CardTransport>, Failure> {
        let Some(name) = &self.card else {
            return pcsc::transport(self.reader.as_deref().unwrap_or_default());
        };
        let now = clock::now("UTC")?;
        let seed = now.seed();
        Ok(Box::new(Held(cards::find("--card", name, seed)?)))
    }
}

/// A software card that is held to the reader until the tap is over.
struct Held(SoftwareCard);

impl CardTransport for Held {
    fn await_card(&mut self, _limit: Duration, _stop: &Stop) -> Result<(), ActivationError> {
        Ok(())
    }

    fn transceive(&mut self, command: &CApdu, _limit: Duration) -> Result<Answer, L1Error> {
        let sent = Instant::now();
        let reaction = self.0.react(command.as_bytes());
        let elapsed = sent.elapsed() + reaction.delay;
        reaction.answer.map(|bytes| Answer { bytes, elapsed }).ok_or(L1Error::TimeOut)
    }

    fn field_off(&mut self, _hold: Duration) {
        self.0.field_off();
    }

    fn await_removal(&mut self, _limit: Duration) -> bool {
        true
    }
}
