//! From a document to the Combinations of the Entry Point.

use std::collections::BTreeMap;
use std::sync::Arc;

use tapkernel_core::data::{Aid, Database, KernelId, TransactionType};
use tapkernel_core::kernel::ReaderLimits;

use super::Rules;
use super::currencies::CurrencyRules;
use super::document::Document;
use super::schemes::Scheme;
use super::transaction_sets::TransactionSet;
use crate::entry_point::Combination;

/// Combinations by transaction type and numeric code of the currency.
pub(super) type Table = BTreeMap<(TransactionType, u16), Arc<[Combination]>>;

/// Compiles everything that is configured.
pub(super) fn compile(document: &Document) -> Table {
    let mut table = Table::new();
    for currency in &document.currencies {
        let code = currency.currency.currency().code();
        for (kind, rules) in &currency.rules {
            let combinations = combinations(document, currency, *kind, rules);
            if !combinations.is_empty() {
                table.insert((*kind, code), combinations.into());
            }
        }
    }
    table
}

fn combinations(
    document: &Document,
    currency: &CurrencyRules,
    kind: TransactionType,
    rules: &Rules,
) -> Vec<Combination> {
    let sets = document.schemes.iter().flat_map(|scheme| {
        let sets = scheme.transactions.iter().filter(|set| set.kind == kind);
        sets.map(move |set| (scheme, set))
    });
    sets.flat_map(|(scheme, set)| {
        let limits = limits(document, scheme, set, (rules, currency.currency.letters()));
        let data = data(document, scheme, set, (rules, currency.currency.letters()));
        scheme.aids.iter().map(move |aid| combination(*aid, scheme, set, limits, data.clone()))
    })
    .collect()
}

fn combination(
    aid: Aid,
    scheme: &Scheme,
    set: &TransactionSet,
    limits: ReaderLimits,
    data: Database,
) -> Combination {
    Combination { aid, kernel: scheme.kernel, limits, extended_selection: set.extended_selection, data }
}

/// The merchant's rules, then the raw limits over them.
fn limits(
    document: &Document,
    scheme: &Scheme,
    set: &TransactionSet,
    (rules, currency): (&Rules, &str),
) -> ReaderLimits {
    let compiled = match scheme.kernel {
        KernelId::MASTERCARD => rules.reader_limits_before_kernel_2(document.terminal.is_offline_only()),
        _ => rules.reader_limits(),
    };
    let mut limits = ReaderLimits { ttq: set.ttq, ..compiled };
    for (_, raw) in set.entry_point.iter().filter(|(letters, _)| letters == currency) {
        raw.apply(&mut limits);
    }
    limits
}

/// The terminal's data objects, the scheme's over them, those of the transaction type over both, and what depends on
/// the currency.
fn data(
    document: &Document,
    scheme: &Scheme,
    set: &TransactionSet,
    (rules, currency): (&Rules, &str),
) -> Database {
    let mut data = document.terminal_data.clone();
    for (tag, value) in scheme.data.iter().chain(set.data.iter()) {
        data.insert(tag, value);
    }
    #[cfg(feature = "visa")]
    super::dynamic_reader_limits::compile(&scheme.by_program, currency, set.kind, &mut data);
    #[cfg(feature = "mastercard")]
    if scheme.kernel == KernelId::MASTERCARD {
        super::compile_mastercard::compile(set, rules, currency, &mut data);
    }
    let _ = (rules, currency);
    data
}
