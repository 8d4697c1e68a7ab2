//! Dynamic Reader Limits: pre-processing once more, with the limits for the card's Program ID (Book C-3, 5.1).

use tapkernel_core::kernel::Activation;
use tapkernel_core::outcome::{ErrorIndication, L2Error};

use crate::context::Context;
use crate::dictionary::tags as visa;
use crate::exit::Exit;

/// Before GET PROCESSING OPTIONS, which tells the card the TTQ. A card without Program ID, or with one that no set is
/// for, keeps what the Entry Point computed with the limits of the Combination.
///
/// A transaction that the set does not allow goes on with the card's next application: the limits of that one may be
/// others, and where there is none the Entry Point asks for another card or interface.
pub(super) fn perform(activation: &Activation, cx: &mut Context) -> Result<(), Exit> {
    let program_id = cx.db.get(visa::APPLICATION_PROGRAM_IDENTIFIER).unwrap_or_default();
    let set = cx.configuration.limits_for(program_id);
    let Some(set) = set.map_err(|_| Exit::data(L2Error::TerminalDataError))? else { return Ok(()) };

    cx.at("5.1 Dynamic Reader Limits");
    let configured = activation.limits.ttq.or(activation.pre_processing.ttq);
    let transaction = cx.transaction;
    let prepared = set.limits(configured).pre_process(transaction.amount, transaction.currency);
    let Some(ttq) = prepared.and_then(|prepared| prepared.ttq) else {
        cx.at("5.1 not allowed");
        return Err(Exit::SelectNext(ErrorIndication::level_2(L2Error::MaxLimitExceeded)));
    };
    cx.ttq = ttq;
    cx.db.insert(visa::TERMINAL_TRANSACTION_QUALIFIERS, &ttq.0);
    Ok(())
}
