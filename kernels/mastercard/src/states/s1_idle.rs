//! S1 - Idle (Book C-2, 6.2): a transaction is activated.
//!
//! The signal CLEAN, which this state takes too, is [`Kernel2::clean`](crate::Kernel2::clean).

use alloc::vec::Vec;

use tapkernel_core::apdu::CApdu;
use tapkernel_core::data::{DataObjectList, tags};
use tapkernel_core::kernel::Activation;
use tapkernel_core::outcome::{L2Error, Tenths};

use super::{State, Step, WaitingForGpoResponse, WaitingForPdolData};
use crate::bits::{ApplicationCapabilitiesInformation as Aci, TerminalVerificationResults as Tvr};
use crate::context::Context;
use crate::dictionary::tags as mc;
use crate::exit::Exit;

/// Nothing has begun.
#[derive(Debug)]
pub(crate) struct Idle;

impl Idle {
    pub(crate) fn act(self, activation: &Activation, cx: &mut Context) -> Step {
        cx.at("S1.7");
        let Some(selection) = &activation.selection else { return Err(Exit::TerminalData) };
        if !cx.db.is_not_empty(tags::UNPREDICTABLE_NUMBER) {
            return Err(Exit::TerminalData);
        }
        take_fci(&selection.fci, cx)?;

        cx.at("S1.9");
        initialise(cx);

        cx.at("S1.10");
        let wanted = cx.db.get(mc::TAGS_TO_READ).unwrap_or_default().to_vec();
        cx.read(&wanted);
        if cx.db.is_empty(mc::TAGS_TO_READ) {
            cx.exchange.need(mc::TAGS_TO_READ);
        }

        cx.at("S1.12");
        let pdol_complete = pdol_complete(cx)?;

        cx.at("S1.15");
        cx.offer_what_is_there();

        // Data storage: S1.16 (statuses, Tags To Write) to S1.20 (IDS Status).
        if pdol_complete {
            return send_gpo(cx);
        }
        cx.at("S1.21");
        cx.exchange();
        Ok(State::WaitingForPdolData(WaitingForPdolData { until: cx.time_out() }))
    }
}

fn take_fci(fci: &[u8], cx: &mut Context) -> Result<(), Exit> {
    if cx.db.parse_and_store(tags::FCI_TEMPLATE, fci).is_err() {
        cx.at("S1.7 parsing error");
        return Err(Exit::next(L2Error::ParsingError));
    }
    if !cx.db.is_not_empty(tags::DEDICATED_FILE_NAME) {
        cx.at("S1.7 card data missing");
        return Err(Exit::next(L2Error::CardDataMissing));
    }
    if cx.db.has(mc::APPLICATION_CAPABILITIES_INFORMATION, Aci::FIELD_OFF_DETECTION) {
        cx.at("S1.7 field off detection");
        cx.field_off = Some(Tenths(u16::from(cx.db.byte(mc::HOLD_TIME_VALUE))));
    }
    Ok(())
}

fn initialise(cx: &mut Context) {
    let capabilities =
        [cx.db.byte(mc::CARD_DATA_INPUT_CAPABILITY), 0x00, cx.db.byte(mc::SECURITY_CAPABILITY)];
    cx.db.set(tags::TERMINAL_CAPABILITIES, &capabilities);
    cx.db.set(tags::CVM_RESULTS, &[0; 3]);
    cx.db.set(Tvr::TAG, &[0; 5]);
    cx.db.set(mc::RRP_COUNTER, &[0]);
}

/// Whether all that the PDOL asks for is there; what is there but empty becomes Data Needed.
pub(super) fn pdol_complete(cx: &mut Context) -> Result<bool, Exit> {
    let pdol = cx.db.get(tags::PDOL).unwrap_or_default();
    let list = DataObjectList::parse(pdol).map_err(|_| Exit::next(L2Error::ParsingError))?;
    let missing: Vec<_> = list.iter().map(|entry| entry.tag).filter(|&tag| cx.db.is_empty(tag)).collect();
    missing.iter().for_each(|&tag| cx.exchange.need(tag));
    Ok(missing.is_empty())
}

/// Sends GET PROCESSING OPTIONS with the PDOL Related Data `DF8111`, the template 83.
pub(super) fn send_gpo(cx: &mut Context) -> Step {
    cx.at("S1 GPO");
    let values = cx.db.fill(cx.db.get(tags::PDOL).unwrap_or_default());
    let values = values.ok_or(Exit::next(L2Error::ParsingError))?;
    let command = CApdu::get_processing_options(&values).ok_or(Exit::next(L2Error::ParsingError))?;
    let sent = command.as_bytes().get(5..).and_then(|rest| rest.split_last()).map(|(_le, data)| data);
    cx.db.set(mc::PDOL_RELATED_DATA, sent.unwrap_or_default());
    cx.send(command);
    Ok(State::WaitingForGpoResponse(WaitingForGpoResponse))
}
