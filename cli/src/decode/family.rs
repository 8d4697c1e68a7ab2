//! Where tags belong that no dictionary in use has.

use tapkernel::core::tlv::{Class, Tag};

/// Reserved for payment systems, whose kernels name them (EMV 4.4 Book 3, Annex B).
pub(crate) const PAYMENT_SYSTEM: &str = "payment-system";
/// Of the private class: an issuer's or a payment system's own.
pub(crate) const PRIVATE: &str = "private";
/// Neither.
pub(crate) const UNKNOWN: &str = "unknown";

/// The family of a tag.
pub(crate) fn of(tag: Tag) -> &'static str {
    match tag {
        _ if tag.is_of_payment_systems() => PAYMENT_SYSTEM,
        _ if tag.class() == Class::Private => PRIVATE,
        _ => UNKNOWN,
    }
}

/// The family in words.
pub(crate) fn words(family: &str) -> &'static str {
    match family {
        PAYMENT_SYSTEM => "of a payment system, named with its --kernel",
        PRIVATE => "private, of an issuer or a payment system",
        _ => "unknown",
    }
}
