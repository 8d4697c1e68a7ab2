//! S14 - Waiting for CCC Response - 2 (Book C-2, mag-stripe mode): card and reader have on-device CVM.

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::tags;
use tapkernel_core::outcome::{L1Error, L2Error};

use super::{State, Step, ccc};
use crate::bits::PosCardholderInteractionInformation as Pcii;
use crate::context::Context;
use crate::exit::Exit;
use crate::mag_stripe::{ChecksumTaken, End, Tracks, cvm};

/// COMPUTE CRYPTOGRAPHIC CHECKSUM is with the phone.
#[derive(Debug)]
pub(crate) struct WaitingForCccResponse2 {
    pub(super) tracks: Tracks,
}

impl WaitingForCccResponse2 {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S14 RA");
        match check(rapdu, &self.tracks, cx) {
            Ok(verified) => Err(self.complete(verified, cx)),
            Err(exit) => Ok(State::MagStripe(ccc::failed(exit, cx))),
        }
    }

    pub(crate) fn l1rsp(self, error: L1Error, cx: &mut Context) -> State {
        cx.at("S14 L1RSP");
        State::MagStripe(ccc::failed(Exit::CardLost(error), cx))
    }

    fn complete(self, verified: bool, cx: &mut Context) -> Exit {
        cx.at("S14 tracks");
        cx.failed_mag_stripe.reset();
        let by_book = cvm::by_device(&cx.db, verified);
        Exit::MagStripe(End::OnlineRequest(ChecksumTaken::new(&self.tracks, verified, by_book, cx)))
    }
}

/// Whether the phone has verified its holder. Above the Reader CVM Required Limit it has to have.
fn check(rapdu: &RApdu<'_>, tracks: &Tracks, cx: &mut Context) -> Result<bool, Exit> {
    ccc::take(rapdu, cx)?;
    cx.at("S14 mandatory data");
    let counter = cx.db.is_not_empty(tags::APPLICATION_TRANSACTION_COUNTER);
    let Some(told) = ccc::interaction(cx).filter(|_| counter) else {
        cx.at("S14 card data missing");
        return Err(Exit::card(L2Error::CardDataMissing));
    };
    ccc::checksums(tracks, cx)?;
    cx.at("S14 on-device CVM");
    let verified = told.has(Pcii::OFFLINE_PIN_VERIFICATION_SUCCESSFUL);
    if !verified && cx.db.above_cvm_limit() {
        cx.at("S14 not verified above the limit");
        return Err(Exit::card(L2Error::CardDataError));
    }
    Ok(verified)
}
