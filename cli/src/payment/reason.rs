//! Why there was no approval.

use tapkernel::core::oda::OdaResult;
use tapkernel::drive::Final;
use tapkernel::reader::FinalOutcome;
pub(crate) use tapkernel_terminal::receipt::Reason;

/// Why a tap that asks nothing of the issuer is no approval.
pub(super) fn of_tap(ended: &Final) -> Reason {
    match ended {
        Final::TryAnotherInterface(_) => Reason::AnotherInterface,
        Final::Declined(outcome) if outcome.oda.result == OdaResult::Failed => Reason::NotAuthentic,
        Final::Declined(_) => Reason::CardOrTerminal,
        _ => Reason::NotProcessed,
    }
}

/// What engineers want to know of a tap that ended without the issuer: the error behind it.
pub(super) fn detail(outcome: &FinalOutcome) -> Option<String> {
    let error = &outcome.error;
    let status = error.status_word.map(|status| format!("status {status}"));
    let level = [error.l1.map(|l1| l1.name()), error.l2.map(|l2| l2.name()), error.l3.map(|l3| l3.name())];
    let oda = (outcome.oda.result == OdaResult::Failed).then_some(outcome.oda.reason).flatten();
    let oda = oda.map(|reason| format!("{} {reason}", outcome.oda.method));
    let parts: Vec<_> = level.into_iter().flatten().map(str::to_owned).chain(status).chain(oda).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
