//! S3 - Waiting for GPO Response (Book C-2, 6.4), the branch of mag-stripe mode.

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::tags;
use tapkernel_core::oda::{OdaReason, OdaReport};
use tapkernel_core::outcome::L2Error;

use super::s3_waiting_for_gpo_response::{MAG_STRIPE_ENTRY, choose_transaction_limit, records};
use super::{MagStripeState, State, Step, WaitingForMagStripeReadRecordResponse};
use crate::context::{Context, Mode};
use crate::exit::Exit;

/// The record of mag-stripe mode is read alone if the card names it first; else all records are read.
pub(super) fn start(cx: &mut Context) -> Step {
    cx.at("S3 mag-stripe mode");
    cx.mode = Mode::MagStripe;
    cx.oda = OdaReport::not_performed(OdaReason::NotOffered);
    let coded = cx.db.get(tags::APPLICATION_FILE_LOCATOR).unwrap_or_default();
    let own_record = coded.starts_with(MAG_STRIPE_ENTRY);
    cx.active_afl = records(if own_record { MAG_STRIPE_ENTRY } else { coded })?;
    choose_transaction_limit(cx);
    cx.at("S3 mag-stripe data to send");
    read_first_record(cx)
}

/// DEK, if it is due, then READ RECORD for the first record of the active AFL. Nothing is got by GET DATA in this mode.
pub(super) fn read_first_record(cx: &mut Context) -> Step {
    cx.offer_what_is_there();
    cx.exchange_if_due();
    let record = cx.active_afl.front().copied().ok_or(Exit::card(L2Error::CardDataError))?;
    cx.send(CApdu::read_record(record.sfi, record.record));
    let state = WaitingForMagStripeReadRecordResponse;
    Ok(State::MagStripe(MagStripeState::WaitingForMagStripeReadRecordResponse(state)))
}
