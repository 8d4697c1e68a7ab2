//! A transaction in a thread of its own, that calls back.

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use tapkernel::transport::{CardTransport, Stop};

use super::{Event, SaleError, SaleResult};
use crate::operations::{Order, Refusal};
use crate::terminal::Terminal;

/// What is called back. All calls come from the transaction's thread, one after the other.
pub trait Listener: Send {
    /// Something happened.
    fn event(&mut self, event: Event<'_>);

    /// The end: the last call.
    fn ended(&mut self, result: Result<SaleResult, BackgroundError>);
}

/// Why a transaction in the background came to no verdict.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackgroundError {
    /// It was not begun.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It could not be run to its end.
    #[error(transparent)]
    Sale(#[from] SaleError),
}

/// A transaction that runs in the background.
#[derive(Debug)]
pub struct RunningSale {
    stop: Stop,
    thread: JoinHandle<()>,
}

impl RunningSale {
    /// Cancels it; see the [module](super).
    pub fn cancel(&self) {
        self.stop.stop();
    }

    /// Waits until the last call has returned. A listener that panicked ends the wait, too.
    pub fn wait(self) {
        let _ = self.thread.join();
    }
}

impl Terminal {
    /// Runs an order in a thread of its own. One transaction runs at a time: another one waits for its turn.
    pub fn run_in_background<T: CardTransport + Send + 'static>(
        terminal: Arc<Mutex<Self>>,
        order: Order,
        mut transport: T,
        mut listener: impl Listener + 'static,
    ) -> RunningSale {
        let stop = Stop::new();
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            // A listener that panicked left the books in step: they are written before anybody is told.
            let mut terminal = terminal.lock().unwrap_or_else(PoisonError::into_inner);
            let ended = match terminal.begin(&order) {
                Ok(sale) => sale
                    .stopped_by(&stopped)
                    .run(&mut transport, |event| listener.event(event))
                    .map_err(BackgroundError::from),
                Err(refusal) => Err(refusal.into()),
            };
            drop(terminal);
            listener.ended(ended);
        });
        RunningSale { stop, thread }
    }
}
