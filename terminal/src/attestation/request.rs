//! What a gate is asked.

use sha2::{Digest, Sha256};
use tapkernel::core::data::Money;

use crate::people::Uptime;

/// What a gate is asked: for which transaction, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttestationRequest {
    /// Stands for this transaction and no other: what an app gives to Play Integrity as `requestHash`, to App Attest as
    /// client data, to its back end as nonce, so that a verdict cannot be used for another transaction.
    pub binding: [u8; 32],
    /// Time on a clock that nobody can set.
    pub uptime: Uptime,
}

impl AttestationRequest {
    /// The request for the transaction with this reference and amount. The reference must be unique, not secret.
    pub fn new(reference: &str, money: Money, uptime: Uptime) -> Self {
        let binding = Sha256::new_with_prefix(b"tapkernel attestation 1\0")
            .chain_update(money.currency.code().to_be_bytes())
            .chain_update(money.amount.minor_units().to_be_bytes())
            .chain_update(reference.as_bytes());
        Self { binding: binding.finalize().into(), uptime }
    }
}
