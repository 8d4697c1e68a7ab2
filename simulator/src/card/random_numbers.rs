//! A card's random numbers.

use sha1::{Digest, Sha1};

/// Numbers that no one but the holder of the seed foresees.
#[derive(Clone)]
pub(super) struct RandomNumbers {
    seed: u64,
    drawn: u32,
}

impl RandomNumbers {
    pub(super) const fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    pub(super) fn draw(&mut self) -> [u8; 4] {
        self.drawn = self.drawn.wrapping_add(1);
        let hash = Sha1::digest(format!("card {} {}", self.seed, self.drawn));
        hash.first_chunk().copied().unwrap_or_default()
    }
}
