//! Numbers as 64-bit limbs, least significant first.

/// Limbs of the longest modulus, 1984 bits.
pub(super) const MOST_LIMBS: usize = 31;

/// Room for a product of two numbers.
pub(super) type Product = [u64; 2 * MOST_LIMBS];

/// The low limb of a double limb.
pub(super) const fn low(double: u128) -> u64 {
    (double & 0xFFFF_FFFF_FFFF_FFFF) as u64
}

/// The high limb of a double limb.
pub(super) const fn high(double: u128) -> u64 {
    (double >> 64) as u64
}

/// Two limbs as a double limb.
pub(super) const fn join(high: u64, low: u64) -> u128 {
    (high as u128) << 64 | low as u128
}

/// Reads big-endian `bytes`, eight to a limb; limbs beyond them stay as they are.
pub(super) fn from_be_bytes(bytes: &[u8], limbs: &mut [u64]) {
    for (limb, chunk) in limbs.iter_mut().zip(bytes.rchunks(8)) {
        *limb = chunk.iter().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
    }
}

/// Writes `limbs` big-endian, filling `bytes` from its end.
pub(super) fn to_be_bytes(limbs: &[u64], bytes: &mut [u8]) {
    for (limb, chunk) in limbs.iter().zip(bytes.rchunks_mut(8)) {
        for (byte, &value) in chunk.iter_mut().rev().zip(limb.to_le_bytes().iter()) {
            *byte = value;
        }
    }
}

/// Adds `a * b` to the low limbs of `sum`, as many as `a` has; what is carried out of them.
#[inline(always)]
pub(super) fn add_product(sum: &mut [u64], a: &[u64], b: u64) -> u64 {
    let mut carry = 0;
    for (limb, &a) in sum.iter_mut().zip(a) {
        let t = u128::from(a) * u128::from(b) + u128::from(*limb) + u128::from(carry);
        *limb = low(t);
        carry = high(t);
    }
    carry
}

/// Takes `a * b` from the low limbs of `difference`, as many as `a` has; what is borrowed from above them.
#[inline(always)]
pub(super) fn subtract_product(difference: &mut [u64], a: &[u64], b: u64) -> u64 {
    let mut borrow = 0;
    for (limb, &a) in difference.iter_mut().zip(a) {
        let t = u128::from(a) * u128::from(b) + u128::from(borrow);
        let (rest, under) = limb.overflowing_sub(low(t));
        *limb = rest;
        borrow = high(t) + u64::from(under);
    }
    borrow
}

/// Adds `a` to `sum`, which is as long; the carry.
pub(super) fn add(sum: &mut [u64], a: &[u64]) -> u64 {
    let mut carry = 0;
    for (limb, &a) in sum.iter_mut().zip(a) {
        let t = u128::from(a) + u128::from(*limb) + u128::from(carry);
        *limb = low(t);
        carry = high(t);
    }
    carry
}

/// Takes `a` from `difference`, which is as long; whether a borrow is left.
pub(super) fn subtract(difference: &mut [u64], a: &[u64]) -> bool {
    let mut borrow = false;
    for (limb, &a) in difference.iter_mut().zip(a) {
        let (rest, under_a) = limb.overflowing_sub(a);
        let (rest, under_borrow) = rest.overflowing_sub(u64::from(borrow));
        *limb = rest;
        borrow = under_a | under_borrow;
    }
    borrow
}

/// Whether `a` is less than `b`, which has as many limbs.
pub(super) fn is_less(a: &[u64], b: &[u64]) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// `a * b` into `product`, which has the length of both together.
pub(super) fn multiply(a: &[u64], b: &[u64], product: &mut [u64]) {
    product.fill(0);
    for (i, &b) in b.iter().enumerate() {
        let Some(row) = product.get_mut(i..) else { return };
        let carry = add_product(row, a, b);
        if let Some(limb) = row.get_mut(a.len()) {
            *limb = carry;
        }
    }
}

/// `a * a` into `product`, which has twice its length: the products of different limbs once, doubled, then
/// the squares.
pub(super) fn square(a: &[u64], product: &mut [u64]) {
    product.fill(0);
    let mut rest = a;
    let mut at = 1;
    while let Some((&first, others)) = rest.split_first() {
        let Some(row) = product.get_mut(at..) else { break };
        let carry = add_product(row, others, first);
        if let Some(limb) = row.get_mut(others.len()) {
            *limb = carry;
        }
        rest = others;
        at += 2;
    }
    double_and_add_squares(a, product);
}

fn double_and_add_squares(a: &[u64], product: &mut [u64]) {
    let (mut carry, mut top) = (0, 0);
    for (pair, &a) in product.chunks_exact_mut(2).zip(a) {
        let [even, odd] = pair else { return };
        let square = u128::from(a) * u128::from(a);
        let t = u128::from(*even << 1 | top) + u128::from(low(square)) + u128::from(carry);
        let u = u128::from(*odd << 1 | *even >> 63) + u128::from(high(square)) + u128::from(high(t));
        top = *odd >> 63;
        *even = low(t);
        *odd = low(u);
        carry = high(u);
    }
}

/// Shifts left by less than 64 bits; what falls out is lost.
pub(super) fn shift_left(limbs: &mut [u64], bits: u32) {
    if bits == 0 {
        return;
    }
    let mut carry = 0;
    for limb in limbs {
        let out = *limb >> (64 - bits);
        *limb = *limb << bits | carry;
        carry = out;
    }
}

/// Shifts right by less than 64 bits; what falls out is lost.
pub(super) fn shift_right(limbs: &mut [u64], bits: u32) {
    if bits == 0 {
        return;
    }
    let mut carry = 0;
    for limb in limbs.iter_mut().rev() {
        let out = *limb << (64 - bits);
        *limb = *limb >> bits | carry;
        carry = out;
    }
}
