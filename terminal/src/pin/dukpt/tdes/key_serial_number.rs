//! The key serial number of TDES DUKPT.

use crate::pin::dukpt::KeysExhausted;
use crate::pin::dukpt::counter;

/// Ten bytes: identity of key set and device (59 bits), transaction counter (21 bits).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TdesKsn([u8; Self::LENGTH]);

impl TdesKsn {
    /// Bytes of the coded form.
    pub const LENGTH: usize = 10;
    /// The most one bits of a counter that has a key.
    pub const MAX_ONES: u32 = 10;
    const COUNTER_BITS: u32 = 0x001F_FFFF;

    /// Takes the coded form.
    pub const fn new(coded: [u8; Self::LENGTH]) -> Self {
        Self(coded)
    }

    /// The coded form.
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The transaction counter, 0 for the initial key.
    pub const fn counter(self) -> u32 {
        let [.., a, b, c] = self.0;
        u32::from_be_bytes([0, a, b, c]) & Self::COUNTER_BITS
    }

    /// The same device with another counter; bits above the 21 are dropped.
    #[must_use]
    pub const fn with_counter(self, counter: u32) -> Self {
        let [a, b, c, d, e, f, g, high, _, _] = self.0;
        let [_, x, y, z] = (counter & Self::COUNTER_BITS).to_be_bytes();
        Self([a, b, c, d, e, f, g, high & 0xE0 | x, y, z])
    }

    /// The next serial number that has a key.
    ///
    /// # Errors
    ///
    /// [`KeysExhausted`] after the last of about a million.
    pub fn next(self) -> Result<Self, KeysExhausted> {
        let next = counter::next(self.counter(), Self::COUNTER_BITS, Self::MAX_ONES)?;
        Ok(self.with_counter(next))
    }
}
