//! Codes as Argon2id digests (RFC 9106).

use argon2::{Algorithm, Argon2, Params, Version};
use subtle::ConstantTimeEq;

use super::Code;

/// What one comparison costs: memory in KiB, passes, lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB, at least eight a lane.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane: what phones do in a fraction of a second.
    pub const RECOMMENDED: Self = Self { memory: 19 * 1024, passes: 2, lanes: 1 };
}

/// A digest with what is needed to compare with it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Digest {
    pub(crate) cost: Cost,
    pub(crate) salt: [u8; 16],
    pub(crate) tag: [u8; 32],
}

impl Digest {
    /// `None` if no digest can be had at that cost.
    pub(crate) fn new(code: &Code, cost: Cost, salt: [u8; 16]) -> Option<Self> {
        let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).ok()?;
        let mut tag = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(code.as_bytes(), &salt, &mut tag)
            .ok()?;
        Some(Self { cost, salt, tag })
    }

    /// Whether `code` is the code, in constant time; `None` as in [`Digest::new`].
    pub(crate) fn is_of(&self, code: &Code) -> Option<bool> {
        let other = Self::new(code, self.cost, self.salt)?;
        Some(self.tag.ct_eq(&other.tag).into())
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({:?})", self.cost)
    }
}
