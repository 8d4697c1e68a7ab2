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
        let shift = modulus.last().filter(|&&top| top != 0)?.leading_zeros();
        let mut limbs = [0; MOST_LIMBS];
        let shifted = limbs.get_mut(..modulus.len())?;
        shifted.copy_from_slice(modulus);
        shift_left(shifted, shift);
        let &mut [.., d0, d1] = shifted else { return None };
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

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use num_bigint::BigUint;
    use proptest::prelude::*;

    use super::*;

    fn number(limbs: &[u64]) -> BigUint {
        limbs.iter().rev().fold(BigUint::ZERO, |sum, &limb| (sum << 64) + limb)
    }

    fn assert_reduces(modulus: &[u64], dividend: &[u64]) {
        let divisor = Divisor::new(modulus).unwrap();
        let mut reduced = dividend.to_vec();
        divisor.reduce(&mut reduced);
        assert_eq!(number(&reduced), number(dividend) % number(divisor.shifted()));
    }

    fn limb() -> impl Strategy<Value = u64> {
        let edges = [0, 1, 2, u64::MAX, u64::MAX - 1, 1 << 63, (1 << 63) - 1, (1 << 63) + 1, 1 << 32];
        prop_oneof![any::<u64>(), prop::sample::select(edges.to_vec())]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn remainders(
            modulus in prop::collection::vec(limb(), 2..=31),
            low in prop::collection::vec(limb(), 1..=31),
            high in prop::collection::vec(limb(), 31),
        ) {
            let mut modulus = modulus;
            *modulus.last_mut().unwrap() |= u64::from(modulus.last() == Some(&0));
            let divisor = number(Divisor::new(&modulus).unwrap().shifted());
            let upper = number(&high[..modulus.len()]) % divisor;
            let mut dividend = low;
            let len = dividend.len() + modulus.len();
            dividend.extend(upper.to_u64_digits());
            dividend.resize(len, 0);
            assert_reduces(&modulus, &dividend);
        }
    }

    /// Below the top two limbs the divisor is as great and the dividend as small as can be: the digit that the tops
    /// give is one too great and its product has to be added back.
    #[test]
    fn digit_too_great() {
        for (d1, d0, q) in [(1 << 63, 5, 7), (u64::MAX, 1, u64::MAX - 1), ((1 << 63) + 9, u64::MAX, 1 << 62)]
        {
            let modulus = [u64::MAX, u64::MAX, u64::MAX, d0, d1];
            let top = BigUint::from(join(d1, d0)) * q;
            let mut digits = top.to_u64_digits();
            digits.resize(3, 0);
            let dividend: Vec<u64> = [0, 0, 0].into_iter().chain(digits.iter().copied()).collect();
            let divisor = Divisor::new(&modulus).unwrap();
            assert_eq!(divisor.digit(digits[2], digits[1], digits[0]), q);
            assert_eq!(number(&dividend) / number(&modulus), BigUint::from(q - 1));
            assert_reduces(&modulus, &dividend);
        }
    }

    /// The dividend's top equals the divisor's: the digit is the greatest there is.
    #[test]
    fn greatest_digit() {
        let modulus = [9, 0, 1 << 63];
        assert_reduces(&modulus, &[u64::MAX, 8, 0, 1 << 63]);
        assert_reduces(&modulus, &[0, 8, 0, 1 << 63]);
        assert_reduces(&modulus, &[u64::MAX, u64::MAX, u64::MAX, (1 << 63) - 1]);
    }

    #[test]
    fn reciprocals() {
        let edges = [0, 1, u64::MAX, u64::MAX - 1, 1 << 63, 0x0123_4567_89AB_CDEF];
        for d1 in [1 << 63, u64::MAX, (1 << 63) + 1, u64::MAX - 1, 0xC000_0000_0000_0001] {
            for d0 in edges {
                let all_ones = (BigUint::from(1u8) << 192) - 1u8;
                let expected = all_ones / BigUint::from(join(d1, d0)) - (BigUint::from(1u8) << 64);
                assert_eq!(BigUint::from(reciprocal(d1, d0)), expected, "{d1:X} {d0:X}");
            }
        }
    }

    #[test]
    fn no_divisor() {
        assert!(Divisor::new(&[]).is_none());
        assert!(Divisor::new(&[3]).is_none());
        assert!(Divisor::new(&[3, 0]).is_none());
        assert!(Divisor::new(&[1; 32]).is_none());
    }
}
