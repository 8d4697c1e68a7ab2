//! RSA public keys and the recovery function.

use core::fmt;

use super::PublicExponent;
use super::division::Divisor;
use super::limbs::{self, MOST_LIMBS, Product};
use super::montgomery;

/// Bytes of the longest modulus, 1984 bits (Book 2, 11.1.2.1).
pub(crate) const MOST_BYTES: usize = 248;
/// Bytes of the shortest modulus taken, 512 bits.
const LEAST_BYTES: usize = 64;

/// What RSA recovery gives: as many bytes as the modulus has.
pub(crate) struct Recovered {
    bytes: [u8; MOST_BYTES],
    len: usize,
}

impl Recovered {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.split_at_checked(self.len).map_or(&[], |(bytes, _)| bytes)
    }
}

/// An RSA public key of 64 to 248 bytes.
///
/// The modulus is odd and its first byte is not zero, so that its length is that of the key. Nothing is said
/// about where the key came from: see [`CaPublicKey`](crate::oda::CaPublicKey),
/// [`IssuerPublicKey`](crate::oda::IssuerPublicKey) and [`IccPublicKey`](crate::oda::IccPublicKey).
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    modulus: [u8; MOST_BYTES],
    len: usize,
    exponent: PublicExponent,
}

impl RsaPublicKey {
    /// Takes a modulus, most significant byte first.
    ///
    /// # Errors
    ///
    /// [`RsaKeyError`] unless it has 64 to 248 bytes, the first not zero, the last odd.
    pub fn new(modulus: &[u8], exponent: PublicExponent) -> Result<Self, RsaKeyError> {
        if modulus.len() < LEAST_BYTES {
            return Err(RsaKeyError::TooShort);
        }
        if modulus.first() == Some(&0) {
            return Err(RsaKeyError::LeadingZero);
        }
        if modulus.last().is_none_or(|last| last % 2 == 0) {
            return Err(RsaKeyError::Even);
        }
        let mut bytes = [0; MOST_BYTES];
        bytes.get_mut(..modulus.len()).ok_or(RsaKeyError::TooLong)?.copy_from_slice(modulus);
        Ok(Self { modulus: bytes, len: modulus.len(), exponent })
    }

    /// The modulus, most significant byte first.
    pub fn modulus(&self) -> &[u8] {
        self.modulus.split_at_checked(self.len).map_or(&[], |(modulus, _)| modulus)
    }

    /// The exponent.
    pub const fn exponent(&self) -> PublicExponent {
        self.exponent
    }

    /// `input` to the power of the exponent modulo the modulus, into `output`; both are as long as the modulus.
    ///
    /// # Errors
    ///
    /// [`RsaInputError`] if a length differs or the input is not below the modulus.
    pub fn recover_into(&self, input: &[u8], output: &mut [u8]) -> Result<(), RsaInputError> {
        if input.len() != self.len || output.len() != self.len {
            return Err(RsaInputError::Length);
        }
        if input >= self.modulus() {
            return Err(RsaInputError::NotBelowModulus);
        }
        let len = self.len.div_ceil(8);
        let (mut modulus, mut base) = ([0; MOST_LIMBS], [0; MOST_LIMBS]);
        limbs::from_be_bytes(self.modulus(), &mut modulus);
        limbs::from_be_bytes(input, &mut base);
        let (Some(modulus), Some(base)) = (modulus.get(..len), base.get(..len)) else {
            return Err(RsaInputError::Length);
        };
        let divisor = Divisor::new(modulus).ok_or(RsaInputError::Length)?;
        let power = match self.exponent {
            PublicExponent::Three => cube(&divisor, base),
            PublicExponent::F4 => power_65537(&divisor, modulus, base),
        };
        limbs::to_be_bytes(&power, output);
        Ok(())
    }

    pub(crate) fn recover(&self, input: &[u8]) -> Result<Recovered, RsaInputError> {
        let mut recovered = Recovered { bytes: [0; MOST_BYTES], len: self.len };
        let output = recovered.bytes.get_mut(..self.len).ok_or(RsaInputError::Length)?;
        self.recover_into(input, output)?;
        Ok(recovered)
    }
}

/// `base^3` by two multiplications, each reduced by division. The remainders are those of the shifted divisor;
/// the second dividend is thereby shifted already.
fn cube(divisor: &Divisor, base: &[u64]) -> [u64; MOST_LIMBS] {
    let mut power = [0; MOST_LIMBS];
    let (mut first, mut second): (Product, Product) = ([0; 2 * MOST_LIMBS], [0; 2 * MOST_LIMBS]);
    let len = base.len();
    let (Some(first), Some(second)) = (first.get_mut(..2 * len), second.get_mut(..2 * len)) else {
        return power;
    };
    limbs::square(base, first);
    limbs::shift_left(first, divisor.shift());
    divisor.reduce(first);
    let (shifted_square, _) = first.split_at(len);
    limbs::multiply(shifted_square, base, second);
    divisor.reduce(second);
    limbs::shift_right(second, divisor.shift());
    power.iter_mut().zip(second.iter()).for_each(|(to, &from)| *to = from);
    power
}

/// `base^65537`: one division brings the base into Montgomery's form, sixteen squarings, and the last
/// multiplication is by the base as it came, which leaves the form.
fn power_65537(divisor: &Divisor, modulus: &[u64], base: &[u64]) -> [u64; MOST_LIMBS] {
    let mut power = [0; MOST_LIMBS];
    let mut product: Product = [0; 2 * MOST_LIMBS];
    let len = base.len();
    let (Some(form), Some(wide), Some(&lowest)) =
        (power.get_mut(..len), product.get_mut(..2 * len), modulus.first())
    else {
        return power;
    };
    let inverse = montgomery::negative_inverse(lowest);
    wide.iter_mut().skip(len).zip(base).for_each(|(to, &from)| *to = from);
    limbs::shift_left(wide, divisor.shift());
    divisor.reduce(wide);
    limbs::shift_right(wide, divisor.shift());
    form.iter_mut().zip(wide.iter()).for_each(|(to, &from)| *to = from);
    for _ in 0..16 {
        square_then_reduce(form, modulus, inverse, &mut product);
    }
    if let Some(wide) = product.get_mut(..2 * len) {
        limbs::multiply(form, base, wide);
    }
    montgomery::reduce(&mut product, modulus, inverse, form);
    power
}

fn square_then_reduce(form: &mut [u64], modulus: &[u64], inverse: u64, product: &mut Product) {
    if let Some(wide) = product.get_mut(..2 * form.len()) {
        limbs::square(form, wide);
    }
    montgomery::reduce(product, modulus, inverse, form);
}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaPublicKey({} bits, {:?})", self.len * 8, self.exponent)
    }
}

/// Bytes that are no RSA modulus for EMV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RsaKeyError {
    /// Fewer than 64 bytes.
    #[error("modulus is shorter than 64 bytes")]
    TooShort,
    /// More than 248 bytes.
    #[error("modulus is longer than 248 bytes")]
    TooLong,
    /// The first byte is zero.
    #[error("first byte of the modulus is zero")]
    LeadingZero,
    /// An even number.
    #[error("modulus is even")]
    Even,
}

/// Bytes that the recovery function does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RsaInputError {
    /// Not as long as the modulus.
    #[error("input or output is not as long as the modulus")]
    Length,
    /// Not less than the modulus.
    #[error("input is not below the modulus")]
    NotBelowModulus,
}
