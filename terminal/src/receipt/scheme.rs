//! What schemes are called.

use tapkernel::core::data::KernelId;

/// The scheme whose kernel ran.
pub const fn scheme_name(kernel: KernelId) -> Option<&'static str> {
    match kernel {
        KernelId::MASTERCARD => Some("Mastercard"),
        KernelId::VISA => Some("Visa"),
        _ => None,
    }
}
