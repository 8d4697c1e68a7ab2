//! From the base derivation key to the initial key, and on to the transaction keys.

use super::{TdesKsn, TransactionKey};
use crate::cryptography::{TdesKey, des, xor};
use crate::pin::dukpt::counter::prefixes;

/// What makes a variant of a key of which a second half or key is derived.
const MASK: [u8; 8] = [0xC0, 0xC0, 0xC0, 0xC0, 0, 0, 0, 0];

/// The initial key of a device (IPEK), from which all its transaction keys follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialKey(TdesKey);

impl InitialKey {
    /// Takes an initial key that was injected.
    pub const fn new(key: TdesKey) -> Self {
        Self(key)
    }

    /// Derives the initial key of the device in `ksn` from the base derivation key (X9.24-1, A.6). The host's part.
    pub fn derive(base_derivation_key: &TdesKey, ksn: TdesKsn) -> Self {
        let [identity @ .., _, _] = *ksn.with_counter(0).as_bytes();
        let left = base_derivation_key.encipher(identity);
        let right = base_derivation_key.variant(MASK).encipher(identity);
        Self(TdesKey::from_halves(left, right))
    }

    /// The key itself. Secret.
    pub const fn key(&self) -> &TdesKey {
        &self.0
    }

    /// The key of the transaction `ksn`: one step for each one bit of the counter (X9.24-1, A.3).
    pub fn transaction_key(&self, ksn: TdesKsn) -> TransactionKey {
        let step = |key: TdesKey, prefix| {
            let [_, _, register @ ..] = *ksn.with_counter(prefix).as_bytes();
            non_reversible_key_generation(&key, register)
        };
        TransactionKey::new(prefixes(ksn.counter()).fold(self.0.clone(), step))
    }
}

/// Non-reversible Key Generation Process (X9.24-1, A.2).
fn non_reversible_key_generation(key: &TdesKey, register: [u8; 8]) -> TdesKey {
    let half = |key: &TdesKey| {
        let (left, right) = key.halves();
        xor(des(left, xor(register, right)), right)
    };
    TdesKey::from_halves(half(&key.variant(MASK)), half(key))
}
