//! Why a vault does not do it.

use thiserror::Error;

use super::NoRandomness;

/// Why a vault cannot be opened, or does not seal or open something. Never with a name of a file or data in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// There is no key. Where a journal is, its key is lost: what is sealed in it stays sealed.
    #[error("the vault has no key")]
    Missing,
    /// There is a key already, and none is put in its place.
    #[error("the vault has a key already")]
    Exists,
    /// Others than the owner may read or write the key file: make it mode 0600, and think of the key as known.
    #[error("others than its owner may use the key file (it must have mode 0600)")]
    Exposed,
    /// The key file has not 32 bytes, or the same byte 32 times.
    #[error("the key file holds no key of 32 bytes")]
    NotAKey,
    /// Another key sealed this.
    #[error("another key sealed this")]
    OtherKey,
    /// It was not sealed like this: the blob is changed or cut short, or the context is another one.
    #[error("the sealed data or their context are not what was sealed")]
    Forged,
    /// A later version of this crate sealed it.
    #[error("sealed in a form that this version does not know")]
    UnknownForm,
    /// No random numbers.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The key cannot be used now: a locked key store, a file system that fails.
    #[error("the key cannot be used now")]
    Unavailable,
    /// More than the cipher can seal at once.
    #[error("too much to be sealed at once")]
    TooLong,
}
