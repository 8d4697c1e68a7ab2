//! Where keys and nonces come from.

/// Port: random bytes that nobody can foretell.
pub trait RandomBytes {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`]; what is then in `bytes` must not be used.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// There are no random numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the source of random numbers fails")]
pub struct NoRandomness;

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OsRandomBytes;

impl RandomBytes for OsRandomBytes {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(bytes).map_err(|_| NoRandomness)
    }
}
