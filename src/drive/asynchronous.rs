//! The loop that does not block. It needs no runtime: whoever polls it runs it.

use std::fmt;

use tapkernel_core::data::Database;
use tapkernel_core::kernel::OnlineResponse;

use super::connected::Connected;
use super::work::{ANSWER_LIMIT, Running, SLICE, Work};
use super::{DriveError, Final};
use crate::reader::{Input, Offer, Reader, Screen, Tap};
use crate::transport::{AsyncCardTransport, Stop};

/// As [`blocking`](super::blocking()), without blocking.
///
/// Dropping the future abandons the tap: the reader is free for the next one, and the field stays as the transport has
/// it. What a card was told before is told.
///
/// # Errors
///
/// As [`blocking`](super::blocking()).
pub async fn asynchronous<T: AsyncCardTransport>(
    reader: &mut Reader,
    transport: &mut T,
    tap: Tap,
    show: impl FnMut(&Screen),
) -> Result<Final, DriveError> {
    AsyncDriver::new(reader, transport).run(tap, show).await
}

/// As [`Driver`](super::Driver), without blocking.
pub struct AsyncDriver<'a, T> {
    reader: &'a mut Reader,
    transport: &'a mut T,
    connected: Connected<'a>,
}

impl<T> fmt::Debug for AsyncDriver<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncDriver").field("reader", &self.reader).finish_non_exhaustive()
    }
}

impl<'a, T: AsyncCardTransport> AsyncDriver<'a, T> {
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

    /// As [`Driver::choose`](super::Driver::choose).
    #[must_use]
    pub fn choose(mut self, choose: impl FnMut(&[Offer]) -> usize + Send + 'a) -> Self {
        self.connected = self.connected.choose(choose);
        self
    }

    /// As [`Driver::data`](super::Driver::data).
    #[must_use]
    pub fn data(mut self, exchange: impl FnMut(&Database) -> Database + Send + 'a) -> Self {
        self.connected = self.connected.data(exchange);
        self
    }

    /// As [`Driver::run`](super::Driver::run); dropping the future abandons the tap.
    ///
    /// # Errors
    ///
    /// As [`blocking`](super::blocking()).
    pub async fn run(&mut self, tap: Tap, show: impl FnMut(&Screen)) -> Result<Final, DriveError> {
        let tap = self.connected.offered(tap);
        let mut running = Running::start(self.reader, tap, self.transport.now())?;
        let ended = self.connected.drive_asynchronously(&mut running, self.transport, show).await?;
        ended.ok_or(DriveError::NoOutcome)
    }

    /// As [`Driver::respond`](super::Driver::respond); dropping the future abandons the tap.
    ///
    /// # Errors
    ///
    /// As [`blocking`](super::blocking()).
    pub async fn respond(
        &mut self,
        response: &OnlineResponse,
        show: impl FnMut(&Screen),
    ) -> Result<Option<Final>, DriveError> {
        let Some(mut running) = Running::respond(self.reader, response, self.transport.now())? else {
            return Ok(None);
        };
        self.connected.drive_asynchronously(&mut running, self.transport, show).await
    }
}

impl Connected<'_> {
    async fn drive_asynchronously<T: AsyncCardTransport>(
        &mut self,
        running: &mut Running<'_>,
        transport: &mut T,
        mut show: impl FnMut(&Screen),
    ) -> Result<Option<Final>, DriveError> {
        loop {
            match running.next(self.stop.is_stopped(), transport.now(), &mut show)? {
                Work::Ended(ended) => return Ok(ended),
                Work::FieldOff(hold) => transport.field_off(hold).await,
                work => self.perform_asynchronously(work, running, transport).await?,
            }
        }
    }

    async fn perform_asynchronously<T: AsyncCardTransport>(
        &mut self,
        work: Work,
        running: &mut Running<'_>,
        transport: &mut T,
    ) -> Result<(), DriveError> {
        match work {
            Work::AwaitCard(limit) => {
                let found = transport.await_card(limit, &self.stop).await;
                running.card(found, transport.now())
            }
            Work::AwaitRemoval => {
                let clear = transport.await_removal(SLICE).await;
                running.tell(if clear { Input::FieldClear } else { Input::Tick }, transport.now())
            }
            Work::Transmit(command) => {
                let answer = transport.transceive(&command, ANSWER_LIMIT).await;
                running.answer(&answer, transport.now())
            }
            Work::Choose(offers) => running.choose(&offers, &mut self.choose, transport.now()),
            Work::Data(data) => running.exchange(&data, &mut self.data, transport.now()),
            Work::Wait(until) => {
                transport.wait(until.since(transport.now())).await;
                running.tell(Input::Tick, until.max(transport.now()))
            }
            Work::FieldOff(_) | Work::Ended(_) => Ok(()),
        }
    }
}
