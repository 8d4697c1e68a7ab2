//! How much BER-TLV is read before giving up.

/// What [`Walk`](super::Walk) reads before it gives up: a card, or whoever speaks for it, decides what is sent.
///
/// The numbers are this crate's; the books set no depth and no count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many levels: 1 is the data objects of the input itself. 1 to [`Limits::MAX_DEPTH`]; what lies outside is taken as the nearer of the two.
    pub depth: usize,
    /// How many data objects, on all levels together.
    pub nodes: usize,
    /// How many bytes of input.
    pub bytes: usize,
}

impl Limits {
    /// The deepest that can be asked for.
    pub const MAX_DEPTH: usize = 16;
    /// 6 levels, 512 data objects, 64 KiB. Real cards nest four deep (6F, A5, BF0C, 61).
    pub const DEFAULT: Self = Self { depth: 6, nodes: 512, bytes: 65_536 };
    /// As [`Limits::DEFAULT`], for the data of one R-APDU: 256 bytes.
    pub const R_APDU: Self = Self { bytes: 256, ..Self::DEFAULT };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
