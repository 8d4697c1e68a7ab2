//! What is allowed in a profile and still looks wrong.
//!
//! | file | looks at |
//! |---|---|
//! | `rules` | limits that contradict each other, those by Program ID too |
//! | `applications` | AIDs, transaction types without a partner |
//! | `keys` | CA public keys |
//! | `qualifiers` | the TTQ: by itself, and against rules and options |
//! | `capabilities` | Terminal Type, Terminal Capabilities and Additional Terminal Capabilities against the TTQ |
//! | `kernel_2` | the configuration of Kernel 2: by itself, against rules and capabilities |
//! | `policies` | policies of a production profile, time-outs |
//! | `acquirer` | the line to the acquirer |

mod acquirer;
mod applications;
mod capabilities;
#[cfg(feature = "mastercard")]
mod kernel_2;
mod keys;
mod policies;
mod qualifiers;
mod rules;

use tapkernel_core::data::{Date, TransactionType};

pub(super) use self::rules::online_only;
use super::document::Document;
use super::rules::TRANSACTION_TYPES;
use super::schemes::Scheme;
use super::{Problem, ProfileCurrency, Rules};

/// Everything that looks wrong on the day `today`.
pub(super) fn lint(document: &Document, today: Date) -> Vec<Problem> {
    let parts = [
        rules::lint(document),
        applications::lint(document),
        keys::lint(document, today),
        qualifiers::lint(document),
        capabilities::lint(document),
        #[cfg(feature = "mastercard")]
        kernel_2::lint(document),
        policies::lint(document),
        acquirer::lint(document),
    ];
    parts.into_iter().flatten().collect()
}

/// The rules of one currency and type, and where they stand.
struct At<'a> {
    currency: &'a ProfileCurrency,
    kind: TransactionType,
    rules: &'a Rules,
    /// The scheme, for rules by its Program IDs.
    scheme: Option<&'a Scheme>,
    path: String,
}

/// The merchant's rules for all cards.
fn rules_for_all(document: &Document) -> Vec<At<'_>> {
    let currencies = document.currencies.iter();
    let at = currencies.flat_map(|known| {
        let path = format!("{}.rules", known.path);
        known.rules.iter().map(move |(kind, rules)| At::new(&known.currency, *kind, rules, &path))
    });
    at.collect()
}

/// The rules by Program ID.
#[cfg(feature = "visa")]
fn rules_by_program(document: &Document) -> Vec<At<'_>> {
    let programs = document
        .schemes
        .iter()
        .flat_map(|scheme| scheme.by_program.iter().map(move |program| (scheme, program)));
    let rules = programs.flat_map(|(scheme, program)| program.rules.iter().map(move |known| (scheme, known)));
    let at = rules.flat_map(|(scheme, known)| {
        known.rules.iter().map(move |(kind, rules)| At {
            scheme: Some(scheme),
            ..At::new(&known.currency, *kind, rules, &known.path)
        })
    });
    at.collect()
}

#[cfg(not(feature = "visa"))]
const fn rules_by_program(_: &Document) -> Vec<At<'_>> {
    Vec::new()
}

/// The one and the other.
fn all_rules(document: &Document) -> impl Iterator<Item = At<'_>> {
    rules_for_all(document).into_iter().chain(rules_by_program(document))
}

impl<'a> At<'a> {
    fn new(currency: &'a ProfileCurrency, kind: TransactionType, rules: &'a Rules, path: &str) -> Self {
        let word = TRANSACTION_TYPES.iter().find(|(_, known)| *known == kind).map_or("", |(word, _)| word);
        Self { currency, kind, rules, scheme: None, path: format!("{path}.{word}") }
    }
}
