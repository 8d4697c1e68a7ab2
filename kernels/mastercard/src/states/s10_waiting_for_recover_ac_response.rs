//! S10 - Waiting for Recover AC Response (Book C-2, 6.12).
//!
//! When the card is lost here the record stays in the log.

use tapkernel_core::apdu::RApdu;

use super::generate_ac::{forget_torn_entry, send_generate_ac};
use super::{State, Step, WaitingForGenerateAcResponse2, s910};
use crate::context::Context;

/// RECOVER AC is with the card.
#[derive(Debug)]
pub(crate) struct WaitingForRecoverAcResponse;

impl WaitingForRecoverAcResponse {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S10 SW12");
        let Some(data) = rapdu.success() else {
            cx.at("S10 not recovered");
            send_generate_ac(cx)?;
            return Ok(State::WaitingForGenerateAcResponse2(WaitingForGenerateAcResponse2));
        };
        cx.at("S10 recovered");
        restore(cx);
        Err(s910::recovered_cryptogram(data, cx))
    }
}

/// The data objects of the torn transaction take the place of this tap's: the card signed those.
fn restore(cx: &mut Context) {
    if let Some(record) = forget_torn_entry(cx) {
        record.content().for_each(|(tag, value)| cx.db.set(tag, value));
    }
}
