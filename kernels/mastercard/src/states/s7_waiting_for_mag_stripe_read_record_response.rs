//! S7 - Waiting for Mag-stripe Read Record Response (Book C-2, mag-stripe mode).

use alloc::vec::Vec;

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::{DataObjectList, tags};
use tapkernel_core::outcome::L2Error;

use super::{Step, s3_mag_stripe_mode, s78};
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;
use crate::mag_stripe::Tracks;
use crate::tlv_database::ParsingError;

/// READ RECORD is with the card, for the first record of the active AFL.
#[derive(Debug)]
pub(crate) struct WaitingForMagStripeReadRecordResponse;

impl WaitingForMagStripeReadRecordResponse {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S7 SW12");
        let data = rapdu.success().ok_or(Exit::status(rapdu.status))?;

        cx.at("S7 parse");
        take_record(data, cx).map_err(|_| Exit::card(L2Error::ParsingError))?;

        cx.at("S7 next record");
        cx.active_afl.pop_front();
        if !cx.active_afl.is_empty() {
            return s3_mag_stripe_mode::read_first_record(cx);
        }

        cx.at("S7 mandatory data");
        let mandatory = [mc::TRACK_2_DATA, mc::PUNATC_TRACK_2, mc::PCVC3_TRACK_2, mc::NATC_TRACK_2];
        if !mandatory.iter().all(|&tag| cx.db.is_not_empty(tag)) {
            cx.at("S7 card data missing");
            return Err(Exit::card(L2Error::CardDataMissing));
        }

        cx.at("S7 nUN");
        let Some(tracks) = Tracks::read(&cx.db) else {
            cx.at("S7 card data error");
            return Err(Exit::card(L2Error::CardDataError));
        };

        cx.at("S7 DD Card");
        tracks.keep_discretionary_data(&mut cx.db);
        s78::all_read(tracks, cx)
    }
}

fn take_record(data: &[u8], cx: &mut Context) -> Result<(), ParsingError> {
    let had_udol = cx.db.is_not_empty(mc::UDOL);
    cx.db.parse_and_store(tags::READ_RECORD_RESPONSE_TEMPLATE, data)?;
    if !had_udol && cx.db.is_not_empty(mc::UDOL) {
        cx.at("S7 UDOL");
        need_udol_data(cx)?;
    }
    Ok(())
}

/// What the UDOL asks for and is there but empty becomes Data Needed.
fn need_udol_data(cx: &mut Context) -> Result<(), ParsingError> {
    let list = DataObjectList::parse(cx.db.get(mc::UDOL).unwrap_or_default()).map_err(|_| ParsingError)?;
    let missing: Vec<_> = list.iter().map(|entry| entry.tag).filter(|&tag| cx.db.is_empty(tag)).collect();
    missing.into_iter().for_each(|tag| cx.exchange.need(tag));
    Ok(())
}
