//! The card in the field.

use std::time::{Duration, Instant};

use tapkernel::core::apdu::CApdu;
use tapkernel::core::outcome::L1Error;
use tapkernel::drive::{DriveError, Final, blocking};
use tapkernel::reader::{Reader, ReaderError, Screen};
use tapkernel::transport::{ActivationError, Answer, CardTransport, Stop};
use tapkernel_simulator::card::SoftwareCard;

use super::{Messages, Order, Presented, Progress};
use crate::exit::Failure;

/// Runs the tap with what stands in for the card.
pub(crate) fn present(
    reader: &mut Reader,
    presented: Presented,
    order: &Order,
    messages: &mut Messages<'_>,
    progress: &Progress,
) -> Result<Final, Failure> {
    let show = |screen: &Screen| messages.request(screen);
    let ended = match presented {
        Presented::Software(card) => blocking(reader, &mut Held { card: *card, progress }, order.tap(), show),
        Presented::Recorded(mut card) => blocking(reader, &mut card, order.tap(), show),
        #[cfg(feature = "pcsc")]
        Presented::Reader(mut card) => blocking(reader, card.as_mut(), order.tap(), show),
    };
    progress.clear();
    ended.map_err(|error| failure(&error))
}

fn failure(error: &DriveError) -> Failure {
    match error {
        DriveError::Reader(ReaderError::NotConfigured(..)) => Failure::bad_input("--type", error.to_string()),
        DriveError::Reader(_) => Failure::unknown("reader", error.to_string()),
        _ => Failure::unknown("transport", error.to_string()),
    }
}

/// A software card, held to the reader all the time.
struct Held<'a> {
    card: SoftwareCard,
    progress: &'a Progress,
}

impl CardTransport for Held<'_> {
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
