//! The loop that awaits the card.

use std::time::Duration;

use tapkernel::drive::AsyncDriver;
use tapkernel::transport::AsyncCardTransport;

use super::course::Next;
use super::events::{Events, Tell};
use super::watched::Watched;
use super::{Event, Sale, SaleError, SaleResult};

impl Sale<'_> {
    /// As [`Sale::run`], and awaits the card. The PIN pad, the acquirer and the journal still block: run it where a task
    /// may, or let [`Terminal::run_in_background`](crate::terminal::Terminal::run_in_background) have a thread.
    ///
    /// A future that is dropped leaves the transaction as it stands in the journal: it comes to its verdict when the
    /// terminal is opened the next time, or at the next [`Terminal::recover`](crate::terminal::Terminal::recover).
    ///
    /// # Errors
    ///
    /// As [`Sale::run`].
    pub async fn run_async<T: AsyncCardTransport + Send>(
        self,
        transport: &mut T,
        events: impl FnMut(Event<'_>) + Send,
    ) -> Result<SaleResult, SaleError> {
        let events = Events::new(events);
        let Some((reader, mut course)) = self.terminal.course(self.id, &self.stop)? else {
            return self.terminal.result(self.id, None);
        };
        let mut watched = Watched::new(transport, &events);
        while let Some(next) = course.next() {
            let mut driver = AsyncDriver::new(reader.for_next(&next)?, &mut watched).stop(&self.stop);
            match next {
                Next::Tap(tap, _) => {
                    course.tell_of_tap(&events)?;
                    let ended = driver.run(*tap, |screen| events.show(screen)).await;
                    course.tapped(ended)?;
                }
                Next::Respond(response) => {
                    let ended = driver.respond(&response, |screen| events.show(screen)).await;
                    course.responded(ended)?;
                }
                Next::Pin => course.enter_pin(&events)?,
                Next::Authorise => course.authorise(&events)?,
                Next::Done(verdict) => events.tell(Event::Result(verdict)),
            }
        }
        let outcome = course.outcome.take();
        if reader.let_go() {
            watched.field_off(Duration::ZERO).await;
        }
        self.terminal.result(self.id, outcome)
    }
}
