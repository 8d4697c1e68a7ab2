//! S13 - Waiting for CCC Response - 1 (Book C-2, mag-stripe mode): card or reader has no on-device CVM.

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::tags;
use tapkernel_core::outcome::{L1Error, L2Error};

use super::{State, Step, ccc};
use crate::bits::PosCardholderInteractionInformation as Pcii;
use crate::context::Context;
use crate::exit::Exit;
use crate::mag_stripe::{ChecksumTaken, End, Tracks, cvm};

/// COMPUTE CRYPTOGRAPHIC CHECKSUM is with the card.
#[derive(Debug)]
pub(crate) struct WaitingForCccResponse1 {
    pub(super) tracks: Tracks,
}

impl WaitingForCccResponse1 {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S13 RA");
        match check(rapdu, &self.tracks, cx) {
            Ok(()) => Err(self.complete(cx)),
            Err(exit) => Ok(State::MagStripe(ccc::failed(exit, cx))),
        }
    }

    pub(crate) fn l1rsp(self, error: L1Error, cx: &mut Context) -> State {
        cx.at("S13 L1RSP");
        State::MagStripe(ccc::failed(Exit::CardLost(error), cx))
    }

    fn complete(self, cx: &mut Context) -> Exit {
        cx.at("S13 tracks");
        cx.failed_mag_stripe.reset();
        let on_device =
            ccc::interaction(cx).is_some_and(|told| told.has(Pcii::OFFLINE_PIN_VERIFICATION_SUCCESSFUL));
        let by_book = cvm::by_reader(&cx.db, &mut cx.path);
        Exit::MagStripe(End::OnlineRequest(ChecksumTaken::new(&self.tracks, on_device, by_book, cx)))
    }
}

fn check(rapdu: &RApdu<'_>, tracks: &Tracks, cx: &mut Context) -> Result<(), Exit> {
    ccc::take(rapdu, cx)?;
    cx.at("S13 mandatory data");
    if !cx.db.is_not_empty(tags::APPLICATION_TRANSACTION_COUNTER) {
        cx.at("S13 card data missing");
        return Err(Exit::card(L2Error::CardDataMissing));
    }
    ccc::checksums(tracks, cx)
}
