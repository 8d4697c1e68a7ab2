//! Where a PIN pad in software keeps its counter.

/// Keeps the transaction counter of a DUKPT key across restarts.
pub trait KeyCounter {
    /// The counter that was kept last; 0 if none was.
    ///
    /// # Errors
    ///
    /// [`CounterFailed`].
    fn last(&mut self) -> Result<u32, CounterFailed>;

    /// Keeps `counter`, durably, before its key is used: a counter that is lost leads to a key that is used twice.
    ///
    /// # Errors
    ///
    /// [`CounterFailed`]; the key is then not used.
    fn keep(&mut self, counter: u32) -> Result<(), CounterFailed>;
}

/// The counter could not be read or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key counter could not be read or kept")]
pub struct CounterFailed;

/// A counter in memory. Starts again with the process, so for tests only.
#[derive(Clone, Copy, Debug, Default)]
pub struct VolatileCounter(u32);

impl VolatileCounter {
    /// As if `last` had been used.
    pub const fn after(last: u32) -> Self {
        Self(last)
    }
}

impl KeyCounter for VolatileCounter {
    fn last(&mut self) -> Result<u32, CounterFailed> {
        Ok(self.0)
    }

    fn keep(&mut self, counter: u32) -> Result<(), CounterFailed> {
        self.0 = counter;
        Ok(())
    }
}
