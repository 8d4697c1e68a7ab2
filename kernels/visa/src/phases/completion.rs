//! Completion: from the indicators to the outcome (Book C-3, 5.8 and 5.9).

use tapkernel_core::data::TerminalTransactionQualifiers as Ttq;
use tapkernel_core::oda::fdda::FddaVerified;
use tapkernel_core::outcome::{Cvm, ErrorIndication};

use super::decision::Decision;
use crate::context::Context;
use crate::exit::Exit;

/// The outcome. Nobody approves offline without a verified signature; an offline-only reader cannot ask anyone, so what
/// has to go online is declined there.
pub(crate) fn complete(cx: &Context, cvm: Cvm, authenticated: Option<FddaVerified>) -> Exit {
    match (cx.decision, authenticated) {
        (Decision::Offline, Some(authenticated)) => Exit::Approved { cvm, authenticated },
        (Decision::Online, _) if !cx.ttq.has(Ttq::OFFLINE_ONLY_READER) => Exit::OnlineRequest { cvm },
        _ => Exit::Declined(ErrorIndication::default()),
    }
}
