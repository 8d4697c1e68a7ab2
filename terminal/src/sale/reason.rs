//! Why a tap is no approval.

use tapkernel::core::data::tags;
use tapkernel::core::oda::OdaResult;
use tapkernel::core::outcome::L3Error;
use tapkernel::drive::Final;
use tapkernel::reader::FinalOutcome;

use crate::receipt::Reason;

/// Why a tap that asks nothing of the issuer is no approval.
pub(super) fn of_tap(ended: &Final, is_stopped: bool) -> Reason {
    let outcome = ended.outcome();
    match ended {
        Final::TryAnotherInterface(_) => Reason::AnotherInterface,
        Final::Declined(_) if outcome.oda.result == OdaResult::Failed => Reason::NotAuthentic,
        Final::Declined(_) => Reason::CardOrTerminal,
        _ if is_stopped || outcome.error.l3 == Some(L3Error::Stop) => Reason::Cancelled,
        _ if outcome.error.l3 == Some(L3Error::TimeOut) => Reason::NoCard,
        _ => Reason::NotProcessed,
    }
}

/// Whether a card has taken part in a refund as it should: a cryptogram for no money (AAC), its data as they must be, and
/// no error. Book C-2 ends such a tap with End Application, Book C-3 with Declined.
pub(super) fn is_good_end_of_refund(outcome: &FinalOutcome) -> bool {
    let error = &outcome.error;
    outcome.database.is_not_empty(tags::APPLICATION_CRYPTOGRAM)
        && outcome.oda.result != OdaResult::Failed
        && error.l1.is_none()
        && error.l2.is_none()
        && error.l3.is_none()
}
