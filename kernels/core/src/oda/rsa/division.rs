//! Remainders by long division: Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D, with
//! quotient digits from a reciprocal of the divisor's two top limbs (Möller and Granlund, Improved division by
//! invariant integers, 2011), which cost two multiplications in place of a division each.

use super::limbs::{MOST_LIMBS, add, high, join, low, shift_left, subtract_product};

/// A divisor made ready: shifted so that its top bit is one, with the reciprocal of its top.
pub(super) struct Divisor {
    limbs: [u64; MOST_LIMBS],
    len: usize,
    shift: u32,
    top: u128,
    reciprocal: u64,
}

impl Divisor {
    /// Makes `modulus` ready: 2 to 31 limbs, the top one not zero.
    pub(super) fn new(modulus: &[u64]) -> Option<Self> {
        let shift = modulus.last()?.leading_zeros();
        let mut limbs = [0; MOST_LIMBS];
        let shifted = limbs.get_mut(..modulus.len())?;
        shifted.copy_from_slice(modulus);
        shift_left(shifted, shift);
        let &mut [.., d0, d1] = shifted else { return None };
        if d1 == 0 {
            return None;
        }
        Some(Self { limbs, len: modulus.len(), shift, top: join(d1, d0), reciprocal: reciprocal(d1, d0) })
    }

    /// By how many bits the divisor is shifted; dividend and remainder are shifted alike.
    pub(super) const fn shift(&self) -> u32 {
        self.shift
    }

    fn shifted(&self) -> &[u64] {
        self.limbs.split_at_checked(self.len).map_or(&[], |(limbs, _)| limbs)
    }

    /// Leaves in the low limbs of `dividend` its remainder by the shifted divisor and zeros above.
    ///
    /// `dividend` has more limbs than the divisor; its top limbs, as many as the divisor has, are less than it.
    pub(super) fn reduce(&self, dividend: &mut [u64]) {
        let divisor = self.shifted();
        let mut end = dividend.len();
        while end > divisor.len() {
            let Some(window) = dividend.get_mut(end - divisor.len() - 1..end) else { return };
            self.step(window, divisor);
            end -= 1;
        }
    }

    /// One digit of the quotient (steps D3 to D6).
    #[inline(always)]
    fn step(&self, window: &mut [u64], divisor: &[u64]) {
        let &mut [.., u0, u1, u2] = window else { return };
        let digit = self.digit(u2, u1, u0);
        let Some((top, rest)) = window.split_last_mut() else { return };
        let borrow = subtract_product(rest, divisor, digit);
        if borrow > *top {
            // The digit was one too great.
            add(rest, divisor);
        }
        *top = 0;
    }

    /// The quotient digit for the dividend's three top limbs: right, or one too great.
    #[inline(always)]
    fn digit(&self, u2: u64, u1: u64, u0: u64) -> u64 {
        if join(u2, u1) >= self.top {
            return u64::MAX;
        }
        let (d1, d0) = (high(self.top), low(self.top));
        // The sum stays below 2^128: the reciprocal is that of the top (algorithm 4 of the paper).
        let q = (u128::from(self.reciprocal) * u128::from(u2)).wrapping_add(join(u2, u1));
        let mut digit = high(q).wrapping_add(1);
        let r1 = u1.wrapping_sub(high(q).wrapping_mul(d1));
        let taken = u128::from(d0) * u128::from(high(q));
        let mut rest = join(r1, u0).wrapping_sub(taken).wrapping_sub(self.top);
        if high(rest) >= low(q) {
            digit = digit.wrapping_sub(1);
            rest = rest.wrapping_add(self.top);
        }
        if rest >= self.top {
            digit = digit.wrapping_add(1);
        }
        digit
    }
}

/// `(2^192 - 1) / (d1 * 2^64 + d0) - 2^64`, for a top bit of one (algorithm 6 of the paper).
fn reciprocal(d1: u64, d0: u64) -> u64 {
    // (2^128 - 1) / d1 lies between 2^64 and 2^65; its low limb is the reciprocal of d1 alone.
    let mut v = low(u128::MAX / u128::from(d1));
    let mut p = d1.wrapping_mul(v).wrapping_add(d0);
    if p < d0 {
        v = v.wrapping_sub(1);
        if p >= d1 {
            v = v.wrapping_sub(1);
            p = p.wrapping_sub(d1);
        }
        p = p.wrapping_sub(d1);
    }
    let t = u128::from(v) * u128::from(d0);
    p = p.wrapping_add(high(t));
    if p < high(t) {
        v = v.wrapping_sub(1);
        if join(p, low(t)) >= join(d1, d0) {
            v = v.wrapping_sub(1);
        }
    }
    v
}
