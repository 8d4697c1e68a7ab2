//! S4 - Waiting for EMV Read Record Response, and S4' - Terminate on Next RA (Book C-2, 6.7).

use alloc::vec::Vec;

use tapkernel_core::apdu::RApdu;
use tapkernel_core::data::{AflRecord, DataObjectList, tags};
use tapkernel_core::oda::OdaReason;
use tapkernel_core::outcome::L2Error;

use super::next_command::{NextCommand, send_next};
use super::{State, Step, s456};
use crate::context::Context;
use crate::exit::Exit;
use crate::tlv_database::ParsingError;

/// READ RECORD is with the card, for the first record of the active AFL.
#[derive(Debug)]
pub(crate) struct WaitingForEmvReadRecordResponse;

impl WaitingForEmvReadRecordResponse {
    pub(crate) fn ra(self, rapdu: &RApdu<'_>, cx: &mut Context) -> Step {
        cx.at("S4 SW12");
        let data = rapdu.success().ok_or(Exit::status(rapdu.status))?;
        let record = cx.active_afl.pop_front().ok_or(Exit::card(L2Error::CardDataError))?;

        cx.at("S4 next command");
        let next = send_next(cx);

        cx.at("S4 record");
        if take_record(record, data, cx).is_err() {
            cx.at("S4 parsing error");
            return match next {
                NextCommand::None => Err(Exit::card(L2Error::ParsingError)),
                _ => Ok(State::TerminateOnNextRa(TerminateOnNextRa)),
            };
        }
        s456::after_reading(next, cx)
    }
}

/// Records of SFI 1 to 10 are templates 70; those of other files are the card's own.
fn take_record(record: AflRecord, data: &[u8], cx: &mut Context) -> Result<(), ParsingError> {
    if record.sfi <= 10 {
        let had_cdol1 = cx.db.is_not_empty(tags::CDOL1);
        cx.db.parse_and_store(tags::READ_RECORD_RESPONSE_TEMPLATE, data)?;
        if !had_cdol1 && cx.db.is_not_empty(tags::CDOL1) {
            cx.at("S4 CDOL1");
            need_cdol1_data(cx)?;
        }
        // Data storage: with IDS Read, the same for the DSDOL.
    }
    if record.takes_part_in_oda && cx.oda_by_cda {
        cx.at("S4 signed record");
        sign_record(record, data, cx);
    }
    Ok(())
}

/// What CDOL1 asks for and is there but empty becomes Data Needed.
fn need_cdol1_data(cx: &mut Context) -> Result<(), ParsingError> {
    let list = DataObjectList::parse(cx.db.get(tags::CDOL1).unwrap_or_default()).map_err(|_| ParsingError)?;
    let missing: Vec<_> = list.iter().map(|entry| entry.tag).filter(|&tag| cx.db.is_empty(tag)).collect();
    missing.into_iter().for_each(|tag| cx.exchange.need(tag));
    Ok(())
}

/// The most bytes of Static Data To Be Authenticated (Book C-2, A.1.156).
pub(super) const MOST_SIGNED: usize = 2048;

/// Adds the record to the signed data: of SFI 1 to 10 what is in the template, of others all, if it is a template too.
fn sign_record(record: AflRecord, data: &[u8], cx: &mut Context) {
    let header = match data {
        [0x70, 0x81, ..] => 3,
        [0x70, 0x82, ..] => 4,
        _ => 2,
    };
    let length = if record.sfi <= 10 { data.len().saturating_sub(header) } else { data.len() };
    let fault = if data.first() != Some(&0x70) {
        Some(OdaReason::SignedRecordTemplate)
    } else if cx.signed_length + length > MOST_SIGNED {
        Some(OdaReason::SignedRecordsTooLong)
    } else {
        None
    };
    if let Some(reason) = fault {
        cx.at("S4 CDA failed");
        cx.cda_failed(reason);
        return;
    }
    cx.signed_length += length;
    cx.signed_records.add(record.sfi, data);
}

/// A record could not be read while the next command was under way already.
#[derive(Debug)]
pub(crate) struct TerminateOnNextRa;

impl TerminateOnNextRa {
    pub(crate) fn ra(self) -> Exit {
        Exit::card(L2Error::ParsingError)
    }
}
