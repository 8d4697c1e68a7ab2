//! The same profile for a tap at which the cardholder must be verified.

use std::sync::Arc;

use tapkernel_core::data::{Amount, KernelId, TransactionType};
use tapkernel_core::tlv::Tag;

use super::Profile;
use super::profile::Compiled;
use crate::entry_point::Combination;

/// Reader CVM Required Limit of Kernel 2, which compares by itself.
const KERNEL_2_CVM_REQUIRED_LIMIT: Tag = Tag::new(0xDF8126);
/// Dynamic Reader Limits of Kernel 3, as a profile hands them over.
const DYNAMIC_READER_LIMITS: Tag = Tag::new(0xDF8F04);

impl Profile {
    /// The same profile, and the reader asks for the cardholder's verification at any amount: for the second tap after an
    /// issuer has asked for it (a soft decline). Dynamic Reader Limits are left out, since they could say otherwise.
    /// Refunds stay as they are: they ask for no PIN.
    #[must_use]
    pub fn with_cvm_always_required(&self) -> Self {
        let table = self.0.table.iter().map(|(key, combinations)| {
            let always = match key {
                (TransactionType::Refund, _) => Arc::clone(combinations),
                _ => combinations.iter().map(verified).collect(),
            };
            (*key, always)
        });
        let (document, ca_public_keys) = (Arc::clone(&self.0.document), self.ca_public_keys());
        let (table, autorun) = (table.collect(), None);
        Self(Arc::new(Compiled { document, checksum: self.0.checksum, ca_public_keys, table, autorun }))
    }
}

/// A CVM Required Limit of zero.
fn verified(combination: &Combination) -> Combination {
    let mut new = combination.clone();
    match new.kernel {
        KernelId::MASTERCARD => new.data.insert(KERNEL_2_CVM_REQUIRED_LIMIT, &[0; 6]),
        _ => {
            new.limits.cvm_required_limit = Some(Amount::ZERO);
            new.data.remove(DYNAMIC_READER_LIMITS);
        }
    }
    new
}
