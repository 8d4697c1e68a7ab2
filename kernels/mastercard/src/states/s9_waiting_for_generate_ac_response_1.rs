//! S9 - Waiting for Generate AC Response 1 (Book C-2, 6.11).

use tapkernel_core::apdu::RApdu;
use tapkernel_core::outcome::L1Error;

use super::generate_ac::{recovery_supported, remember_torn};
use super::s910;
use crate::context::Context;
use crate::exit::Exit;

/// GENERATE AC is with the card.
#[derive(Debug)]
pub(crate) struct WaitingForGenerateAcResponse1;

impl WaitingForGenerateAcResponse1 {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Exit {
        cx.at("S9 SW12");
        match rapdu.success() {
            Some(data) => s910::cryptogram(data, cx),
            None => Exit::status(rapdu.status),
        }
    }

    /// The card may have made its cryptogram: with a log the transaction can be recovered.
    pub(crate) fn l1rsp(self, error: L1Error, cx: &mut Context) -> Exit {
        cx.at("S9 L1RSP");
        if recovery_supported(cx) {
            remember_torn(cx);
        }
        Exit::CardLost(error)
    }
}
