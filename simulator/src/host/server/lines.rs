//! The open lines, and how they end.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Lines at a time; more are closed at once.
const MOST: usize = 64;

/// The open lines, each with its thread.
#[derive(Debug, Default)]
pub(super) struct Lines {
    open: Mutex<Open>,
    stopped: Mutex<bool>,
    stopping: Condvar,
}

#[derive(Debug, Default)]
struct Open {
    lines: BTreeMap<u64, (TcpStream, JoinHandle<()>)>,
    next: u64,
}

impl Lines {
    /// Serves a line in a thread of its own, or closes it if there are too many. `serve` gets its number, which it gives
    /// back to [`Lines::over`].
    pub(super) fn start(&self, stream: TcpStream, serve: impl FnOnce(TcpStream, u64) + Send + 'static) {
        let mut open = self.open();
        let Ok(handle) = stream.try_clone() else { return };
        if open.lines.len() >= MOST {
            return;
        }
        let number = open.next;
        open.next = open.next.wrapping_add(1);
        let Ok(thread) = thread::Builder::new().spawn(move || serve(stream, number)) else { return };
        open.lines.insert(number, (handle, thread));
    }

    /// The line is over.
    pub(super) fn over(&self, number: u64) {
        self.open().lines.remove(&number);
    }

    /// Whether the server ends.
    pub(super) fn are_stopped(&self) -> bool {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits so long, less if the server ends.
    pub(super) fn wait(&self, time: Duration) {
        let stopped = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = self.stopping.wait_timeout_while(stopped, time, |stopped| !*stopped);
    }

    /// Tells everyone that the server ends.
    pub(super) fn stop(&self) {
        *self.stopped.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.stopping.notify_all();
    }

    /// Cuts every line and waits for its thread.
    pub(super) fn cut(&self) {
        let lines = std::mem::take(&mut self.open().lines);
        for (stream, _) in lines.values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
        for (_, thread) in lines.into_values() {
            let _ = thread.join();
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
