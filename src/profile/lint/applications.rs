//! AIDs, and transaction types that lack their partner.

use tapkernel_core::data::{Aid, KernelId, Rid};

use super::{At, all_rules, rules_for_all};
use crate::profile::document::Document;
use crate::profile::schemes::Scheme;
use crate::profile::transaction_sets::TransactionSet;
use crate::profile::{Problem, Stage};

/// The registered providers and the kernel of each (Book B, 3.3.2, table 3-6).
const KERNELS: &[(Rid, KernelId, &str)] = &[
    (Rid::MASTERCARD, KernelId::MASTERCARD, "Mastercard"),
    (Rid::VISA, KernelId::VISA, "Visa"),
    // Visa's second RID, for the common debit application of the United States.
    (Rid([0xA0, 0, 0, 0, 0x98]), KernelId::VISA, "Visa"),
    (Rid::AMERICAN_EXPRESS, KernelId(4), "American Express"),
    (Rid::JCB, KernelId(5), "JCB"),
    (Rid::DISCOVER, KernelId(6), "Discover"),
    (Rid::UNIONPAY, KernelId(7), "UnionPay"),
];

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let mut problems: Vec<Problem> =
        all_rules(document).filter_map(|at| without_scheme(document, at)).collect();
    for scheme in &document.schemes {
        let sets = scheme.transactions.iter();
        problems.extend(sets.filter_map(|set| without_rules(document, set)));
        problems.extend(overlapping(document, scheme));
        problems.extend(of_another_scheme(document, scheme));
    }
    problems
}

fn without_scheme(document: &Document, at: At<'_>) -> Option<Problem> {
    let mut sets = document.schemes.iter().flat_map(|scheme| &scheme.transactions);
    if sets.any(|set| set.kind == at.kind) {
        return None;
    }
    let text = "is of no use: no scheme has this transaction type; add it to a scheme or leave the rules out";
    Some(Problem::warning(at.path, text))
}

fn without_rules(document: &Document, set: &TransactionSet) -> Option<Problem> {
    if rules_for_all(document).iter().any(|at| at.kind == set.kind) {
        return None;
    }
    let text = "is of no use: no currency has rules for this transaction type; add them or leave it out";
    Some(Problem::warning(&set.path, text))
}

/// AIDs of one kernel of which one begins with another.
fn overlapping(document: &Document, scheme: &Scheme) -> Vec<Problem> {
    let same_kernel = document.schemes.iter().filter(|other| other.kernel == scheme.kernel);
    let others: Vec<&Aid> = same_kernel.flat_map(|other| &other.aids).collect();
    let mut problems = Vec::new();
    for (index, longer) in scheme.aids.iter().enumerate() {
        let shorter = others.iter().find(|aid| **aid != longer && aid.matches(longer.as_bytes()));
        let Some(shorter) = shorter else { continue };
        let text = format!(
            "AID {longer} begins with AID {shorter}: a card's application becomes a candidate twice; keep one"
        );
        problems.push(Problem::warning(format!("{}.aids[{index}]", scheme.path), text));
    }
    problems
}

/// AIDs whose provider has another kernel, or is unknown outside a laboratory.
fn of_another_scheme(document: &Document, scheme: &Scheme) -> Vec<Problem> {
    let mut problems = Vec::new();
    let is_known = KERNELS.iter().any(|(_, kernel, _)| *kernel == scheme.kernel);
    for (index, aid) in scheme.aids.iter().enumerate() {
        let (path, kernel) = (format!("{}.aids[{index}]", scheme.path), scheme.kernel);
        let provider = KERNELS.iter().find(|(rid, ..)| *rid == aid.rid());
        match provider {
            Some((_, of, name)) if *of != kernel && is_known => {
                let text = format!(
                    "is an AID of {name}, whose kernel is {of}, not {kernel}: move it to a scheme of its own"
                );
                problems.push(Problem::error(path, text));
            }
            None if is_known && document.stage != Stage::Laboratory => {
                let text = format!(
                    "has RID {}, which is none of the scheme of kernel {kernel}: correct it",
                    aid.rid()
                );
                problems.push(Problem::warning(path, text));
            }
            _ => {}
        }
    }
    problems
}
