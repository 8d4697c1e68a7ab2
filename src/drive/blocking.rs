//! The blocking loop.

use std::fmt;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;

use super::connected::Connected;
use super::work::{ANSWER_LIMIT, Running, SLICE, Work};
use super::{DriveError, Final};
use crate::reader::{Input, Offer, Reader, Screen, Tap};
use crate::transport::{CardTransport, Stop};

/// Runs one tap to its final outcome, blocking. `show` presents each request to the user interface.
///
/// # Errors
///
/// [`DriveError`]; a card that does not play along is an outcome instead.
pub fn blocking(
    reader: &mut Reader,
    transport: &mut impl CardTransport,
    tap: Tap,
    show: impl FnMut(&Screen),
) -> Result<Final, DriveError> {
    Driver::new(reader, transport).run(tap, show)
}

/// As [`blocking()`], and ends early when `stop` is set: the outcome is then End Application with the error STOP.
///
/// # Errors
///
/// As [`blocking()`].
pub fn blocking_until(
    reader: &mut Reader,
    transport: &mut impl CardTransport,
    tap: Tap,
    show: impl FnMut(&Screen),
    stop: &Stop,
) -> Result<Final, DriveError> {
    Driver::new(reader, transport).stop(stop).run(tap, show)
}

/// The blocking loop with everything that can be connected to it.
pub struct Driver<'a, T> {
    reader: &'a mut Reader,
    transport: &'a mut T,
    connected: Connected<'a>,
}

impl<T> fmt::Debug for Driver<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Driver").field("reader", &self.reader).finish_non_exhaustive()
    }
}

impl<'a, T: CardTransport> Driver<'a, T> {
    /// A loop around this reader and this transport.
    pub fn new(reader: &'a mut Reader, transport: &'a mut T) -> Self {
        Self { reader, transport, connected: Connected::default() }
    }

    /// Ends the tap early when `stop` is set.
    #[must_use]
    pub fn stop(mut self, stop: &Stop) -> Self {
        self.connected = self.connected.stop(stop);
        self
    }

    /// Puts a card with several applications to a choice: `choose` gets them, best first, and answers with the number of
    /// one, from 0. The card is in the field meanwhile, so it should know the answer beforehand.
    #[must_use]
    pub fn choose(mut self, choose: impl FnMut(&[Offer]) -> usize + Send + 'a) -> Self {
        self.connected = self.connected.choose(choose);
        self
    }

    /// Answers data exchange: `exchange` gets what the kernel offers or asks for.
    #[must_use]
    pub fn data(mut self, exchange: impl FnMut(&Database) -> Database + Send + 'a) -> Self {
        self.connected = self.connected.data(exchange);
        self
    }

    /// Runs one tap to its final outcome.
    ///
    /// # Errors
    ///
    /// As [`blocking()`].
    pub fn run(&mut self, tap: Tap, show: impl FnMut(&Screen)) -> Result<Final, DriveError> {
        let tap = self.connected.offered(tap);
        let mut running = Running::start(self.reader, tap, self.transport.now())?;
        let ended = self.connected.drive(&mut running, self.transport, show)?;
        // A held card is let go only after the outcome that ends this call.
        ended.ok_or(DriveError::NoOutcome)
    }

    /// Gives the issuer's answer to a card that is held in the field, and runs to the next outcome. `None` if the card
    /// does not get it, because its kernel does not want it or the time to hold it is over: the answer stands then.
    ///
    /// # Errors
    ///
    /// As [`blocking()`].
    pub fn respond(
        &mut self,
        response: &OnlineResponse,
        show: impl FnMut(&Screen),
    ) -> Result<Option<Final>, DriveError> {
        let Some(mut running) = Running::respond(self.reader, response, self.transport.now())? else {
            return Ok(None);
        };
        self.connected.drive(&mut running, self.transport, show)
    }
}

impl Connected<'_> {
    fn drive(
        &mut self,
        running: &mut Running<'_>,
        transport: &mut impl CardTransport,
        mut show: impl FnMut(&Screen),
    ) -> Result<Option<Final>, DriveError> {
        loop {
            match running.next(self.stop.is_stopped(), transport.now(), &mut show)? {
                Work::Ended(ended) => return Ok(ended),
                Work::FieldOff(hold) => transport.field_off(hold),
                work => self.perform(work, running, transport)?,
            }
        }
    }

    fn perform(
        &mut self,
        work: Work,
        running: &mut Running<'_>,
        transport: &mut impl CardTransport,
    ) -> Result<(), DriveError> {
        match work {
            Work::AwaitCard(limit) => {
                let found = transport.await_card(limit, &self.stop);
                running.card(found, transport.now())
            }
            Work::AwaitRemoval => {
                let clear = transport.await_removal(SLICE);
                running.tell(if clear { Input::FieldClear } else { Input::Tick }, transport.now())
            }
            Work::Transmit(command) => {
                let answer = transport.transceive(&command, ANSWER_LIMIT);
                running.answer(&answer, transport.now())
            }
            Work::Choose(offers) => running.choose(&offers, &mut self.choose, transport.now()),
            Work::Data(data) => running.exchange(&data, &mut self.data, transport.now()),
            Work::Wait(until) => {
                transport.wait(until.since(transport.now()));
                running.tell(Input::Tick, until.max(transport.now()))
            }
            Work::FieldOff(_) | Work::Ended(_) => Ok(()),
        }
    }
}
