//! What a scheme configures for each transaction type.

use tapkernel_core::data::{Database, KernelId, TerminalTransactionQualifiers as Ttq, TransactionType};

use super::entry_point_limits::{self, LimitOverrides};
use super::place::Place;
use super::raw_kernel_2_limits::{self, Kernel2Overrides};
use super::rules::TRANSACTION_TYPES;
use super::schemes::{Surroundings, data};
use super::values::{bytes, word_named};

/// What a scheme configures for one transaction type.
#[derive(Clone, Debug)]
pub(super) struct TransactionSet {
    pub(super) kind: TransactionType,
    pub(super) ttq: Option<Ttq>,
    pub(super) extended_selection: bool,
    pub(super) data: Database,
    /// Raw limits by the letters of the currency.
    pub(super) entry_point: Vec<(String, LimitOverrides)>,
    /// Raw limits of Kernel 2 by the letters of the currency.
    #[cfg_attr(not(feature = "mastercard"), allow(dead_code))]
    pub(super) kernel_limits: Vec<(String, Kernel2Overrides)>,
    pub(super) path: String,
}

/// Whether the kernel tells the card the TTQ: Kernels 3, 6 and 7.
pub(super) const fn uses_ttq(kernel: KernelId) -> bool {
    matches!(kernel.0, 3 | 6 | 7)
}

pub(super) fn transactions(
    place: &Place<'_>,
    kernel: KernelId,
    around: &Surroundings<'_>,
) -> Option<Vec<TransactionSet>> {
    let entries = place.entries()?;
    if entries.is_empty() {
        place.refuse::<()>("at least one transaction type is needed");
    }
    let one = |(name, field): &(&str, Place<'_>)| {
        transaction_set(field, word_named(field, name, TRANSACTION_TYPES)?, kernel, around)
    };
    Some(entries.iter().filter_map(one).collect())
}

fn transaction_set(
    place: &Place<'_>,
    kind: TransactionType,
    kernel: KernelId,
    around: &Surroundings<'_>,
) -> Option<TransactionSet> {
    let mut fields = place.fields()?;
    let ttq = if uses_ttq(kernel) { fields.required("ttq") } else { fields.optional("ttq") };
    if let (Some(field), KernelId::MASTERCARD) = (&ttq, kernel) {
        field.refuse::<()>("Kernel 2 has no TTQ: leave it out");
    }
    let ttq = ttq.and_then(|field| terminal_transaction_qualifiers(&field, kernel));
    let extended_selection = fields.optional("extended_selection").and_then(|field| field.flag());
    let data = data(fields.optional("data"), kernel);
    let entry_point =
        fields.optional("entry_point").and_then(|field| entry_point_limits::read(&field, around));
    let kernel_limits = fields.optional("kernel_limits").and_then(|field| match kernel {
        KernelId::MASTERCARD => raw_kernel_2_limits::read(&field, around),
        _ => field.refuse("is for Kernel 2 only: leave it out"),
    });
    fields.end();
    Some(TransactionSet {
        kind,
        ttq,
        extended_selection: extended_selection.unwrap_or_default(),
        data,
        entry_point: entry_point.unwrap_or_default(),
        kernel_limits: kernel_limits.unwrap_or_default(),
        path: place.path().to_owned(),
    })
}

fn terminal_transaction_qualifiers(place: &Place<'_>, kernel: KernelId) -> Option<Ttq> {
    let ttq = Ttq(bytes(place)?);
    if kernel == KernelId::VISA && ttq.has(Ttq::MAG_STRIPE_MODE_SUPPORTED) {
        return place.refuse("byte 1 bit 8 is 1, and mag-stripe mode is not built in: make it 0");
    }
    Some(ttq)
}
