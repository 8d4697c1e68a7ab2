//! What S13 and S14 share (Book C-2, mag-stripe mode): the answer to COMPUTE CRYPTOGRAPHIC CHECKSUM, and the wait after a
//! failed one.

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::tags;
use tapkernel_core::outcome::{L2Error, MessageIdentifier, Status, UserInterfaceRequest};
use tapkernel_core::time::Instant;

use super::{MagStripeState, State, Step};
use crate::bits::PosCardholderInteractionInformation as Pcii;
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::mag_stripe::{End, Tracks};

/// Stores the answer, which is a template 77.
pub(super) fn take(rapdu: &RApdu<'_>, cx: &mut Context) -> Result<(), Exit> {
    cx.at("CCC SW12");
    let data = rapdu.success().ok_or(Exit::status(rapdu.status))?;
    cx.at("CCC parse");
    let stored = cx.db.parse_and_store(tags::RESPONSE_MESSAGE_TEMPLATE_FORMAT_2, data);
    stored.map_err(|_| Exit::card(L2Error::ParsingError))?;
    cx.at("CCC card read");
    cx.show(UserInterfaceRequest::new(MessageIdentifier::ClearDisplay, Status::CardReadSuccessfully));
    Ok(())
}

/// What the phone says of its holder.
pub(super) fn interaction(cx: &Context) -> Option<Pcii> {
    let told = cx.db.value(mc::POS_CARDHOLDER_INTERACTION_INFORMATION)?;
    Pcii::decode(told).ok()
}

/// CVC3 for each track; without one for track 2 the card has to say why.
pub(super) fn checksums(tracks: &Tracks, cx: &mut Context) -> Result<(), Exit> {
    cx.at("CCC CVC3");
    if !cx.db.is_not_empty(mc::CVC3_TRACK_2) {
        cx.at("CCC no CVC3");
        let wish = interaction(cx).ok_or(Exit::card(L2Error::CardDataMissing))?;
        return Err(Exit::MagStripe(End::NoChecksum(wish)));
    }
    if tracks.has_track_1() && !cx.db.is_not_empty(mc::CVC3_TRACK_1) {
        cx.at("CCC no CVC3 for track 1");
        return Err(Exit::card(L2Error::CardDataMissing));
    }
    Ok(())
}

/// The card gave no checksum that can be used: the outcome comes after a wait.
pub(super) fn failed(exit: Exit, cx: &mut Context) -> MagStripeState {
    cx.at("CCC failed");
    let until = cx.now + cx.failed_mag_stripe.fail();
    MagStripeState::WaitingAfterFailedCcc(WaitingAfterFailedCcc { until, exit })
}

/// The wait of 2^n * 300 ms after a failed COMPUTE CRYPTOGRAPHIC CHECKSUM, n failures before it. The book waits inside S13
/// and S14, where no signal is taken meanwhile.
#[derive(Debug)]
pub(crate) struct WaitingAfterFailedCcc {
    /// When TIMEOUT is due.
    pub(crate) until: Instant,
    exit: Exit,
}

impl WaitingAfterFailedCcc {
    /// A time-out that comes too early does not count.
    pub(crate) fn timeout(self, cx: &mut Context) -> Step {
        if cx.now < self.until {
            return Ok(State::MagStripe(MagStripeState::WaitingAfterFailedCcc(self)));
        }
        cx.at("CCC waited");
        Err(self.exit)
    }
}
