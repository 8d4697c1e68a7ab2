//! Policies of a production profile, and time-outs.

use tapkernel_core::kernel::Policies;

use crate::profile::document::Document;
use crate::profile::{Problem, Stage};

pub(super) fn lint(document: &Document) -> Vec<Problem> {
    let mut problems = weaker(document);
    if document.card_timeout > document.transaction_timeout {
        let text = "`card` is longer than `transaction`, which ends the waiting first: make it shorter";
        problems.push(Problem::warning("timeouts", text));
    }
    problems
}

/// Policies that are book behaviour where real money is at stake.
fn weaker(document: &Document) -> Vec<Problem> {
    let (has, strict) = (document.policies, Policies::default());
    let policies = [
        ("oda_failed", has.oda_failed != strict.oda_failed),
        ("oda_unknown_key", has.oda_unknown_key != strict.oda_unknown_key),
        ("above_limit_without_cvm", has.above_limit_without_cvm != strict.above_limit_without_cvm),
        ("unauthenticated_cdcvm", has.unauthenticated_cdcvm != strict.unauthenticated_cdcvm),
        ("offline_approval", has.offline_approval != strict.offline_approval),
        ("brand_mismatch", has.brand_mismatch != strict.brand_mismatch),
    ];
    let is_production = document.stage == Stage::Production;
    let found = policies.into_iter().filter(|(_, weaker)| is_production && *weaker);
    let text =
        "is weaker than the default in production: leave it out, or have the acquirer agree in writing";
    found.map(|(name, _)| Problem::warning(format!("policies.{name}"), text)).collect()
}
