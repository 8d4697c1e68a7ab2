//! Montgomery's reduction (Modular multiplication without trial division, 1985), for exponent 65537.

use super::limbs::{Product, add_product, is_less, subtract};

/// `-1 / modulus mod 2^64` for an odd lowest limb: each round of Newton's doubles the bits that are right, and
/// the start has three.
pub(super) const fn negative_inverse(lowest: u64) -> u64 {
    let mut inverse = lowest;
    let mut round = 0;
    while round < 5 {
        inverse = inverse.wrapping_mul(2u64.wrapping_sub(lowest.wrapping_mul(inverse)));
        round += 1;
    }
    inverse.wrapping_neg()
}

/// `product / 2^(64 k) mod modulus` into `result`, for a modulus of `k` limbs and a product less than
/// `modulus * 2^(64 k)`.
pub(super) fn reduce(product: &mut Product, modulus: &[u64], inverse: u64, result: &mut [u64]) {
    let len = modulus.len();
    let mut over = 0;
    for at in 0..len {
        let Some(window) = product.get_mut(at..=at + len) else { return };
        let &mut [lowest, ..] = window else { return };
        let carry = add_product(window, modulus, lowest.wrapping_mul(inverse));
        let Some(top) = window.last_mut() else { return };
        let sum = u128::from(*top) + u128::from(carry) + u128::from(over);
        *top = super::limbs::low(sum);
        over = super::limbs::high(sum);
    }
    let Some(upper) = product.get(len..2 * len) else { return };
    result.copy_from_slice(upper);
    if over != 0 || !is_less(result, modulus) {
        subtract(result, modulus);
    }
}
