//! Reading all levels of BER-TLV without copying.

use core::fmt;
use core::iter::FusedIterator;

use super::{Limits, Tlv, TlvError, TlvFault, TlvReader};

/// One data object of a [`Walk`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node<'a> {
    /// How many constructed objects are around it: 0 for the objects of the input itself.
    pub depth: usize,
    /// The data object; its offsets count from the start of the input.
    pub tlv: Tlv<'a>,
}

/// The data objects of all levels, depth first and in order: an iterator that ends after the first error.
///
/// A constructed object comes before those in it. Nothing is allocated, and no more is read than [`Limits`]
/// allow: [`TlvFault::TooLong`] for the input, [`TlvFault::TooMany`] at the first object beyond,
/// [`TlvFault::TooDeep`] at the first value that may not be entered, in place of its object (an empty one has nothing to enter).
///
/// # Examples
///
/// ```
/// use tapkernel_core::tlv::{Limits, Walk};
///
/// let fci = [0x6F, 0x07, 0x84, 0x01, 0xAA, 0xA5, 0x02, 0x50, 0x00];
/// let seen: Vec<_> = Walk::new(&fci, Limits::default())
///     .map(|node| node.map(|node| (node.depth, node.tlv.tag.to_string())))
///     .collect::<Result<_, _>>()?;
/// assert_eq!(seen, [(0, "6F".into()), (1, "84".into()), (1, "A5".into()), (2, "50".into())]);
/// # Ok::<(), tapkernel_core::tlv::TlvError>(())
/// ```
#[derive(Clone)]
pub struct Walk<'a> {
    bytes: &'a [u8],
    limits: Limits,
    nodes: usize,
    level: TlvReader<'a>,
    depth: usize,
    /// Where the levels around this one end, outermost first; `depth` of them count.
    ends: [usize; Limits::MAX_DEPTH - 1],
}

impl<'a> Walk<'a> {
    /// Reads `bytes` from their start.
    pub const fn new(bytes: &'a [u8], limits: Limits) -> Self {
        let level = TlvReader::new(bytes);
        Self { bytes, limits, nodes: 0, level, depth: 0, ends: [0; Limits::MAX_DEPTH - 1] }
    }

    #[inline]
    fn found(&mut self, tlv: Tlv<'a>) -> Result<Node<'a>, TlvError> {
        if self.nodes >= self.limits.nodes {
            return Err(TlvError { fault: TlvFault::TooMany, offset: tlv.offset });
        }
        self.nodes += 1;
        let node = Node { depth: self.depth, tlv };
        if tlv.tag.is_constructed() && !tlv.value.is_empty() {
            self.enter(&tlv).ok_or(TlvError { fault: TlvFault::TooDeep, offset: tlv.value_offset })?;
        }
        Ok(node)
    }

    fn enter(&mut self, tlv: &Tlv<'a>) -> Option<()> {
        if self.depth + 1 >= self.limits.depth {
            return None;
        }
        *self.ends.get_mut(self.depth)? = self.level.end();
        self.depth += 1;
        self.level = tlv.children();
        Some(())
    }

    /// Goes on behind the constructed object that ends here; `None` if there is none.
    fn leave(&mut self) -> Option<()> {
        self.depth = self.depth.checked_sub(1)?;
        let end = *self.ends.get(self.depth)?;
        self.level = TlvReader::ending_at(self.bytes.get(self.level.end()..end)?, end);
        Some(())
    }

    fn stop<T>(&mut self, error: TlvError) -> Option<Result<T, TlvError>> {
        *self = Self::new(&[], self.limits);
        Some(Err(error))
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<Node<'a>, TlvError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.bytes.len() > self.limits.bytes {
            return self.stop(TlvError { fault: TlvFault::TooLong, offset: self.limits.bytes });
        }
        loop {
            match self.level.next() {
                Some(read) => match read.and_then(|tlv| self.found(tlv)) {
                    Ok(node) => return Some(Ok(node)),
                    Err(error) => return self.stop(error),
                },
                None => self.leave()?,
            }
        }
    }
}

impl FusedIterator for Walk<'_> {}

impl fmt::Debug for Walk<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Walk({} bytes, at depth {})", self.bytes.len(), self.depth)
    }
}
