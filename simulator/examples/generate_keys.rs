//! Makes the simulator's RSA keys from fixed seeds and prints `keys/private-keys.json`.
//!
//! Seeds that anyone can read make keys that anyone can have: these are for tests only.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use sha1::{Digest, Sha1};

const KEYS: [(&str, usize); 8] = [
    ("visa-ca", 1408),
    ("visa-ca-unlisted", 1408),
    ("visa-issuer", 1152),
    ("visa-icc", 1024),
    ("mastercard-ca", 1408),
    ("mastercard-ca-unlisted", 1408),
    ("mastercard-issuer", 1152),
    ("mastercard-icc", 1024),
];

#[derive(serde::Serialize)]
struct Numbers {
    modulus: String,
    public_exponent: String,
    private_exponent: String,
}

fn main() -> Result<(), serde_json::Error> {
    let keys: BTreeMap<_, _> = KEYS.into_iter().map(|(name, bits)| (name, generate(name, bits))).collect();
    println!("{}", serde_json::to_string_pretty(&keys)?);
    Ok(())
}

fn generate(name: &str, bits: usize) -> Numbers {
    let mut stream = Stream { seed: format!("tapkernel test key {name}"), drawn: 0 };
    let (p, q) = (stream.prime(bits / 2), stream.prime(bits / 2));
    let totient = (&p - 1u8) * (&q - 1u8);
    // Neither prime is 1 modulo 3, so 3 is invertible: its inverse is (2 * totient + 1) / 3 or (totient + 1) / 3.
    let private = [1u8, 2].map(|k| &totient * k + 1u8).into_iter().find(|n| n % 3u8 == BigUint::ZERO);
    Numbers {
        modulus: format!("{:X}", p * q),
        public_exponent: "03".to_owned(),
        private_exponent: private.map(|n| even_digits(&(n / 3u8))).unwrap_or_default(),
    }
}

fn even_digits(number: &BigUint) -> String {
    number.to_bytes_be().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// A stream of numbers: SHA-1 over seed and counter.
struct Stream {
    seed: String,
    drawn: u64,
}

impl Stream {
    fn number(&mut self, bits: usize) -> BigUint {
        let mut bytes = Vec::new();
        while bytes.len() * 8 < bits {
            self.drawn += 1;
            bytes.extend(Sha1::digest(format!("{} {}", self.seed, self.drawn)));
        }
        bytes.truncate(bits / 8);
        BigUint::from_bytes_be(&bytes)
    }

    /// A prime with both upper bits set, so that two of them make a modulus of full length.
    fn prime(&mut self, bits: usize) -> BigUint {
        loop {
            let mut candidate = self.number(bits);
            for bit in [0, bits - 2, bits - 1] {
                candidate.set_bit(bit as u64, true);
            }
            if &candidate % 3u8 == BigUint::from(2u8) && self.is_prime(&candidate) {
                return candidate;
            }
        }
    }

    /// Miller and Rabin, 40 bases.
    fn is_prime(&mut self, n: &BigUint) -> bool {
        let minus_one = n - 1u8;
        let twos = minus_one.trailing_zeros().unwrap_or(0);
        let odd = &minus_one >> twos;
        (0..40).all(|_| {
            let base = self.number(256) + 2u8;
            let mut power = base.modpow(&odd, n);
            if power == BigUint::from(1u8) {
                return true;
            }
            for _ in 1..twos {
                if power == minus_one {
                    break;
                }
                power = power.modpow(&BigUint::from(2u8), n);
            }
            power == minus_one
        })
    }
}
