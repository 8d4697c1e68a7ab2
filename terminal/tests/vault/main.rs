//! The vault with its key in a file.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod independent;
mod key_file;
mod properties;

use tapkernel_core::Secret;
use tapkernel_core::data::{Pan, tags};
use tapkernel_terminal::vault::{KeyFileVault, NoRandomness, RandomBytes};

/// A source of "random" bytes that counts on.
struct Counting(std::cell::Cell<u8>);

impl RandomBytes for Counting {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        for byte in bytes {
            *byte = self.0.get();
            self.0.set(byte.wrapping_add(1));
        }
        Ok(())
    }
}

/// A source that fails.
struct Broken;

impl RandomBytes for Broken {
    fn fill(&self, _: &mut [u8]) -> Result<(), NoRandomness> {
        Err(NoRandomness)
    }
}

fn vault(secret: [u8; 32]) -> KeyFileVault<Counting> {
    KeyFileVault::from_secret(&Secret::new(secret), Counting(0xA0.into()))
}

fn pan(coded: &str) -> Pan {
    Pan::decode(tags::APPLICATION_PAN, &hex::decode(coded).unwrap()).unwrap()
}
