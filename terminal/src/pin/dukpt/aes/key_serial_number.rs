//! The key serial number of AES DUKPT.

use crate::pin::dukpt::KeysExhausted;
use crate::pin::dukpt::counter;

/// Twelve bytes: BDK ID (4), Derivation ID (4), transaction counter (4). The first eight are the Initial Key ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AesKsn([u8; Self::LENGTH]);

impl AesKsn {
    /// Bytes of the coded form.
    pub const LENGTH: usize = 12;
    /// The most one bits of a counter that has a key.
    pub const MAX_ONES: u32 = 16;

    /// Takes the coded form.
    pub const fn new(coded: [u8; Self::LENGTH]) -> Self {
        Self(coded)
    }

    /// The coded form.
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// BDK ID and Derivation ID.
    pub const fn initial_key_id(self) -> [u8; 8] {
        let [id @ .., _, _, _, _] = self.0;
        id
    }

    /// The transaction counter, 0 for the initial key.
    pub const fn counter(self) -> u32 {
        let [.., a, b, c, d] = self.0;
        u32::from_be_bytes([a, b, c, d])
    }

    /// The same device with another counter.
    #[must_use]
    pub const fn with_counter(self, counter: u32) -> Self {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        let [w, x, y, z] = counter.to_be_bytes();
        Self([a, b, c, d, e, f, g, h, w, x, y, z])
    }

    /// The next serial number that has a key.
    ///
    /// # Errors
    ///
    /// [`KeysExhausted`] after the last, whose counter is FFFF0000.
    pub fn next(self) -> Result<Self, KeysExhausted> {
        Ok(self.with_counter(counter::next(self.counter(), u32::MAX, Self::MAX_ONES)?))
    }
}
