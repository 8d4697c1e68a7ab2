//! The blocking loop.

use std::time::Duration;

use tapkernel::drive::Driver;
use tapkernel::transport::CardTransport;

use super::course::Next;
use super::events::{Events, Tell};
use super::watched::Watched;
use super::{Event, Sale, SaleError, SaleResult};

impl Sale<'_> {
    /// Runs the transaction to its verdict, and tells `events` what goes on. Blocks.
    ///
    /// A transaction that has its verdict already, because its reference was used before, gives that again: no card is
    /// asked for and nothing is sent.
    ///
    /// # Errors
    ///
    /// [`SaleError`]; a card that does not play along, and an acquirer that does not answer, are verdicts.
    pub fn run<T: CardTransport>(
        self,
        transport: &mut T,
        events: impl FnMut(Event<'_>),
    ) -> Result<SaleResult, SaleError> {
        let events = Events::new(events);
        let Some((reader, mut course)) = self.terminal.course(self.id, &self.stop)? else {
            return self.terminal.result(self.id, None);
        };
        let mut watched = Watched::new(transport, &events);
        while let Some(next) = course.next() {
            let mut driver = Driver::new(reader.for_next(&next)?, &mut watched).stop(&self.stop);
            match next {
                Next::Tap(tap, _) => {
                    course.tell_of_tap(&events)?;
                    let ended = driver.run(*tap, |screen| events.show(screen));
                    course.tapped(ended)?;
                }
                Next::Respond(response) => {
                    let ended = driver.respond(&response, |screen| events.show(screen));
                    course.responded(ended)?;
                }
                Next::Pin => course.enter_pin(&events)?,
                Next::Authorise => course.authorise(&events)?,
                Next::Done(verdict) => events.tell(Event::Result(verdict)),
            }
        }
        let outcome = course.outcome.take();
        if reader.let_go() {
            watched.field_off(Duration::ZERO);
        }
        self.terminal.result(self.id, outcome)
    }
}
