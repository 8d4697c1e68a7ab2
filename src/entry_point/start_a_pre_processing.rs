//! Start A: pre-processing, before the field is on (Book B, 3.1).

use tapkernel_core::outcome::{
    MessageIdentifier, Outcome, OutcomeParameterSet, Status, UserInterfaceRequest,
};

use super::context::Context;
use super::machine::Step;
use super::{outcome_processing, start_b_protocol_activation};

/// Pre-processes every Combination; with none left the outcome is Try Another Interface.
pub(super) fn start(cx: &mut Context) -> Step {
    cx.at("B 3.1.1");
    let transaction = cx.request.transaction;
    cx.prepared = cx
        .request
        .combinations
        .iter()
        .map(|combination| combination.limits.pre_process(transaction.amount, transaction.currency))
        .collect();
    if cx.prepared.iter().any(Option::is_some) {
        return start_b_protocol_activation::start(None, cx);
    }
    cx.at("B 3.1.1 none-allowed");
    outcome_processing::conclude(
        OutcomeParameterSet {
            ui_on_outcome: Some(UserInterfaceRequest::new(
                MessageIdentifier::PleaseInsertOrSwipeCard,
                Status::ProcessingError,
            )),
            ..OutcomeParameterSet::new(Outcome::TryAnotherInterface)
        },
        cx,
    )
}
