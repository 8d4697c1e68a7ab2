//! RSA private keys.

use core::fmt;

use num_bigint::BigUint;

/// An RSA private key of the simulator.
///
/// The operation takes a time that depends on the key: fit for keys that are published anyway, for no others.
#[derive(Clone)]
pub struct PrivateKey {
    modulus: BigUint,
    public_exponent: Vec<u8>,
    private_exponent: BigUint,
}

impl PrivateKey {
    /// The key with these big-endian numbers.
    pub fn new(modulus: &[u8], public_exponent: &[u8], private_exponent: &[u8]) -> Self {
        Self {
            modulus: BigUint::from_bytes_be(modulus),
            public_exponent: public_exponent.to_vec(),
            private_exponent: BigUint::from_bytes_be(private_exponent),
        }
    }

    /// The modulus, without leading zeros.
    pub fn modulus(&self) -> Vec<u8> {
        self.modulus.to_bytes_be()
    }

    /// The public exponent: `03` or `010001`.
    pub fn public_exponent(&self) -> &[u8] {
        &self.public_exponent
    }

    /// Bytes of the modulus.
    pub fn len(&self) -> usize {
        usize::try_from(self.modulus.bits().div_ceil(8)).unwrap_or(usize::MAX)
    }

    /// Whether the modulus is zero.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Raises `block` to the private exponent; the result is as long as the modulus.
    pub(super) fn sign(&self, block: &[u8]) -> Vec<u8> {
        let signature =
            BigUint::from_bytes_be(block).modpow(&self.private_exponent, &self.modulus).to_bytes_be();
        let mut padded = vec![0; self.len().saturating_sub(signature.len())];
        padded.extend(signature);
        padded
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({} bits)", self.modulus.bits())
    }
}
