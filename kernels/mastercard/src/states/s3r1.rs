//! S3R1 - the block after S3 and SR1 (Book C-2, 6.6): the first command that reads data, and how data will be
//! authenticated.

use tapkernel_core::data::{TerminalCapabilities, tags};
use tapkernel_core::oda::{OdaReason, OdaReport};
use tapkernel_core::outcome::L2Error;

use super::next_command::{NextCommand, send_next};
use super::{State, Step, WaitingForEmvReadRecordResponse, WaitingForGetDataResponse};
use crate::bits::{ApplicationInterchangeProfile as Aip, TerminalVerificationResults as Tvr};
use crate::context::Context;
use crate::exit::Exit;

pub(super) fn first_command(cx: &mut Context) -> Step {
    cx.at("S3R1 next command");
    let state = match send_next(cx) {
        NextCommand::GetData(tag) => State::WaitingForGetDataResponse(WaitingForGetDataResponse { tag }),
        NextCommand::ReadRecord => State::WaitingForEmvReadRecordResponse(WaitingForEmvReadRecordResponse),
        NextCommand::None => {
            cx.at("S3R1 nothing to read");
            return Err(Exit::card(L2Error::CardDataError));
        }
    };

    // Data storage: with IDS Read, slot objects of the card are added to Data To Send.
    cx.at("S3R1 data to send");
    cx.offer_what_is_there();
    cx.exchange_if_due();

    cx.at("S3R1 ODA");
    choose_oda(cx);
    Ok(state)
}

fn choose_oda(cx: &mut Context) {
    let by_card = cx.db.aip().has(Aip::CDA_SUPPORTED);
    let by_reader = cx.db.has(tags::TERMINAL_CAPABILITIES, TerminalCapabilities::CDA);
    cx.oda_by_cda = by_card && by_reader;
    if !cx.oda_by_cda {
        cx.at("S3R1 ODA not performed");
        cx.db.set_tvr(Tvr::ODA_NOT_PERFORMED);
        let reason = if by_card { OdaReason::NotRequired } else { OdaReason::NotOffered };
        cx.oda = OdaReport::not_performed(reason);
    }
}
