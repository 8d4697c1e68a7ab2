//! The three RSA recoveries of the chain alone, bytes to bytes: modulus and input as the card gives them, exponent 3. No
//! hash, no check of what comes out.

use num_bigint::BigUint;
use tapkernel_core::data::tags;
use tapkernel_core::oda::rsa::{PublicExponent, RsaPublicKey};

/// Modulus and input of one recovery.
pub struct Recovery {
    modulus: Vec<u8>,
    input: Vec<u8>,
}

/// CA 1408 bits over the issuer certificate, issuer 1152 bits over the ICC certificate, ICC 896 bits over the signature.
pub fn recorded() -> [Recovery; 3] {
    let card = crate::card();
    let (issuer, icc) = (card.issuer_key().unwrap(), card.icc_key().unwrap());
    let of = |key: &RsaPublicKey, tag| Recovery {
        modulus: key.modulus().to_vec(),
        input: card.data.get(tag).unwrap().to_vec(),
    };
    [
        of(card.keys.iter().next().unwrap().key(), tags::ISSUER_PUBLIC_KEY_CERTIFICATE),
        of(issuer.key(), tags::ICC_PUBLIC_KEY_CERTIFICATE),
        of(icc.key(), tags::SIGNED_DYNAMIC_APPLICATION_DATA),
    ]
}

impl Recovery {
    /// `RsaPublicKey::recover_into`, the key taken from its bytes first.
    pub fn tapkernel(&self) -> Vec<u8> {
        let mut output = vec![0; self.modulus.len()];
        let key = RsaPublicKey::new(&self.modulus, PublicExponent::Three).unwrap();
        key.recover_into(&self.input, &mut output).unwrap();
        output
    }

    /// `iso9796_2::rsa_recover`, which calls `modpow` of num-bigint 0.4.
    pub fn emv(&self) -> Vec<u8> {
        emv::core::iso9796_2::rsa_recover(&self.input, &[3], &self.modulus).unwrap()
    }

    /// `modpow`, as one would write it first.
    pub fn num_bigint_modpow(&self) -> Vec<u8> {
        let (n, x) = self.numbers();
        x.modpow(&BigUint::from(3_u8), &n).to_bytes_be()
    }

    /// Two multiplications and two remainders: the best that the crate can do for exponent 3.
    pub fn num_bigint_cube(&self) -> Vec<u8> {
        let (n, x) = self.numbers();
        (&x * &x % &n * &x % &n).to_bytes_be()
    }

    fn numbers(&self) -> (BigUint, BigUint) {
        (BigUint::from_bytes_be(&self.modulus), BigUint::from_bytes_be(&self.input))
    }
}
