//! What a transaction key is used for: never itself, always a variant (X9.24-1, A.4.1).

use crate::cryptography::TdesKey;

/// The key of one transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionKey(TdesKey);

impl TransactionKey {
    pub(super) const fn new(key: TdesKey) -> Self {
        Self(key)
    }

    /// The key itself. Secret, and used for nothing but its variants.
    pub const fn key(&self) -> &TdesKey {
        &self.0
    }

    /// For the PIN block.
    pub fn pin(&self) -> TdesKey {
        self.0.variant([0, 0, 0, 0, 0, 0, 0, 0xFF])
    }

    /// For the MAC of a request, or of both ways.
    pub fn mac_request(&self) -> TdesKey {
        self.0.variant([0, 0, 0, 0, 0, 0, 0xFF, 0])
    }

    /// For the MAC of a response.
    pub fn mac_response(&self) -> TdesKey {
        self.0.variant([0, 0, 0, 0, 0xFF, 0, 0, 0])
    }

    /// For the data of a request, or of both ways.
    pub fn data_request(&self) -> TdesKey {
        one_way(&self.0.variant([0, 0, 0, 0, 0, 0xFF, 0, 0]))
    }

    /// For the data of a response.
    pub fn data_response(&self) -> TdesKey {
        one_way(&self.0.variant([0, 0, 0, 0xFF, 0, 0, 0, 0]))
    }
}

/// Each half enciphered under the whole: a data key that leaks tells nothing of the transaction key.
fn one_way(variant: &TdesKey) -> TdesKey {
    let (left, right) = variant.halves();
    TdesKey::from_halves(variant.encipher(left), variant.encipher(right))
}
