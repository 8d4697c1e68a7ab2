//! A transaction with a card, from "present card" to its verdict.
//!
//! [`Sale`] is one: [`Sale::run`] blocks, [`Sale::run_async`] awaits the card, [`Terminal::run_in_background`] has a thread of
//! its own and calls back. All three drive the same course, tell the same [`Event`]s and come to the same verdict.
//!
//! # Cancelling
//!
//! [`Sale::stop`] gives a flag that any thread may set, at any time, more than once:
//!
//! | when it is set | what happens |
//! |---|---|
//! | before a card is there, or while it is read | the tap ends: declined, "cancelled", nothing was sent |
//! | while the PIN is entered | the PIN pad ends: declined, nothing was sent |
//! | once the request has left | nothing: the answer is awaited, and the verdict is the issuer's. Void it then |

mod asynchronous;
mod background;
mod blocking;
pub(crate) mod card_facts;
mod course;
mod error;
mod event;
mod events;
mod reason;
mod result;
mod watched;

use tapkernel::transport::Stop;

use crate::journal::TransactionId;
use crate::terminal::Terminal;

pub use background::{BackgroundError, Listener, RunningSale};
pub(crate) use course::{Asked, Course, Next, Verification};
pub use error::SaleError;
pub use event::{Event, Step, Wait};
pub(crate) use events::Tell;
pub use result::{Finished, SaleResult};

/// A transaction that has begun: it is in the journal, and waits for its card.
#[derive(Debug)]
#[must_use = "a transaction that is not run is given up when the terminal is opened the next time"]
pub struct Sale<'t> {
    terminal: &'t mut Terminal,
    id: TransactionId,
    stop: Stop,
}

impl<'t> Sale<'t> {
    pub(crate) fn new(terminal: &'t mut Terminal, id: TransactionId) -> Self {
        Self { terminal, id, stop: Stop::new() }
    }

    /// Which transaction.
    pub const fn id(&self) -> TransactionId {
        self.id
    }

    /// A flag that cancels it; see the [module](self).
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Cancels it when this flag is set.
    pub fn stopped_by(self, stop: &Stop) -> Self {
        Self { stop: stop.clone(), ..self }
    }
}
