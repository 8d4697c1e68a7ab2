//! S11 - Waiting for Generate AC Response 2 (Book C-2, 6.13): GENERATE AC after a RECOVER AC that the card refused.

use tapkernel_core::apdu::RApdu;
use tapkernel_core::outcome::L1Error;

use super::generate_ac::{forget_torn_entry, remember_torn};
use super::s910;
use crate::context::Context;
use crate::exit::Exit;

/// GENERATE AC is with the card; the record of the torn transaction is in the log still.
#[derive(Debug)]
pub(crate) struct WaitingForGenerateAcResponse2;

impl WaitingForGenerateAcResponse2 {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Exit {
        cx.at("S11 SW12");
        let torn = forget_torn_entry(cx);
        let exit = match rapdu.success() {
            Some(data) => s910::cryptogram(data, cx),
            None => Exit::status(rapdu.status),
        };
        if matches!(exit, Exit::CardError(_)) {
            cx.at("S11 torn record reported");
            cx.torn_reports.extend(torn);
        }
        exit
    }

    pub(crate) fn l1rsp(self, error: L1Error, cx: &mut Context) -> Exit {
        cx.at("S11 L1RSP");
        let torn = forget_torn_entry(cx);
        cx.torn_reports.extend(torn);
        remember_torn(cx);
        Exit::CardLost(error)
    }
}
