//! S78 - the block after S7 and S8 (Book C-2, mag-stripe mode): once all is read, COMPUTE CRYPTOGRAPHIC CHECKSUM.

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::{UnpredictableNumber, tags};
use tapkernel_core::kernel::Output;
use tapkernel_core::outcome::{L2Error, L3Error};

use super::{
    MagStripeState, State, Step, WaitingForCccResponse1, WaitingForCccResponse2,
    WaitingForMagStripeFirstWriteFlag,
};
use crate::bits::MobileSupportIndicator;
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::mag_stripe::Tracks;
use crate::track_2_patch::{decimal, packed};

pub(super) fn all_read(tracks: Tracks, cx: &mut Context) -> Step {
    cx.at("S78 first write flag");
    if let Some([] | [0x00]) = cx.db.get(mc::PROCEED_TO_FIRST_WRITE_FLAG) {
        return Ok(wait_for_flag(tracks, cx));
    }
    check_amount(cx)?;
    cx.at("S78 tags to read");
    cx.offer_the_rest();
    cx.exchange_if_due();
    cx.at("S78 unpredictable number");
    cx.say(Output::UnpredictableNumber);
    let state = WaitingForNumericUnpredictableNumber { tracks };
    Ok(State::MagStripe(MagStripeState::WaitingForNumericUnpredictableNumber(state)))
}

fn wait_for_flag(tracks: Tracks, cx: &mut Context) -> State {
    cx.at("S78 wait");
    cx.ask_for_first_write_flag();
    let state = WaitingForMagStripeFirstWriteFlag { tracks, until: cx.time_out() };
    State::MagStripe(MagStripeState::WaitingForMagStripeFirstWriteFlag(state))
}

fn check_amount(cx: &mut Context) -> Result<(), Exit> {
    cx.at("S78 amount");
    if !cx.db.is_not_empty(tags::AMOUNT_AUTHORISED_NUMERIC) {
        cx.at("S78 amount not present");
        return Err(Exit::Terminal(L3Error::AmountNotPresent));
    }
    if cx.db.amount_authorised() > cx.transaction_limit {
        cx.at("S78 max limit exceeded");
        return Err(Exit::next(L2Error::MaxLimitExceeded));
    }
    Ok(())
}

/// The number that becomes the Unpredictable Number (Numeric) was asked for. The kernel has no randomness of its own; the
/// book draws here and goes on. A card could prepare for the number of the activation, which it may have seen in the PDOL.
#[derive(Debug)]
pub(crate) struct WaitingForNumericUnpredictableNumber {
    tracks: Tracks,
}

impl WaitingForNumericUnpredictableNumber {
    pub(crate) fn number(self, number: UnpredictableNumber, cx: &mut Context) -> Step {
        cx.at("S78 numeric");
        cx.db.set(mc::UNPREDICTABLE_NUMBER_NUMERIC, &numeric(number, self.tracks.number_digits()));
        if !cx.db.on_device_cvm() {
            send_ccc(cx)?;
            let state = WaitingForCccResponse1 { tracks: self.tracks };
            return Ok(State::MagStripe(MagStripeState::WaitingForCccResponse1(state)));
        }
        cx.at("S78 on-device CVM");
        if cx.db.above_cvm_limit() {
            cx.at("S78 on-device CVM required");
            let mut indicator = [cx.db.byte(mc::MOBILE_SUPPORT_INDICATOR)];
            MobileSupportIndicator::OFFLINE_PIN_REQUIRED.put(&mut indicator, true);
            cx.db.set(mc::MOBILE_SUPPORT_INDICATOR, &indicator);
        }
        send_ccc(cx)?;
        let state = WaitingForCccResponse2 { tracks: self.tracks };
        Ok(State::MagStripe(MagStripeState::WaitingForCccResponse2(state)))
    }
}

/// Eight digits: as many zeros as the tracks have no place for, then the number. At eight digits the smallest 2 % of the
/// values come up 43 times in 2^32, the others 42 times.
fn numeric(number: UnpredictableNumber, digits: u8) -> zeroize::Zeroizing<alloc::vec::Vec<u8>> {
    let number = u32::from_be_bytes(number.0) % 10_u32.pow(digits.into());
    packed(zeroize::Zeroizing::new(decimal::<8>(number).to_vec()))
}

/// COMPUTE CRYPTOGRAPHIC CHECKSUM with what the UDOL asks for, or, without one, the Default UDOL `DF811A`.
fn send_ccc(cx: &mut Context) -> Result<(), Exit> {
    cx.at("S78 CCC");
    let values = match cx.db.value(mc::UDOL) {
        Some(list) => cx.db.fill(list).ok_or(Exit::card(L2Error::ParsingError))?,
        None => {
            cx.at("S78 default UDOL");
            let list = cx.db.value(mc::DEFAULT_UDOL).unwrap_or_default();
            cx.db.fill(list).ok_or(Exit::TerminalData)?
        }
    };
    let command = CApdu::compute_cryptographic_checksum(&values).ok_or(Exit::card(L2Error::ParsingError))?;
    cx.send(command);
    Ok(())
}
